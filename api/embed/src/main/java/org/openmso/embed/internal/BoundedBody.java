package org.openmso.embed.internal;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** An answer's body in memory, up to a limit; one that goes on is not read on. */
final class BoundedBody implements BodySubscriber<byte[]> {
    /** As limit: the body is of no interest, whatever its length. */
    static final long NOTHING = -1;

    private final long most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Subscription body;

    BoundedBody(long most) {
        this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        body = subscription;
        if (most == NOTHING) {
            whole.complete(new byte[0]);
            body.cancel();
        } else {
            body.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        long length = bytes.size();
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        if (length > most) {
            whole.completeExceptionally(new IndexSource.TooLong());
            body.cancel();
            return;
        }
        for (ByteBuffer part : parts) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        }
        body.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(bytes.toByteArray());
    }
}
