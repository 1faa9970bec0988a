package org.openmso.embed.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.openmso.embed.BundleIndex;
import org.openmso.embed.internal.IndexContent.Listed;

/**
 * An index on a server. Each file is asked for, read up to its limit, and given up after its time;
 * redirects are followed by our own rule. Queries of addresses to which a server redirects appear
 * in no message: they may be secrets.
 */
final class HttpSource implements IndexSource {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Names and literal addresses of this machine; no name is looked up for this. */
    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private final BundleIndex index;
    private final HttpClient client;

    private HttpSource(BundleIndex index) {
        this.index = index;
        // No cookies, no authenticator; redirects are followed here. HTTP/1.1 is understood by all.
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(index.connectWithin())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
    }

    /** The source, if the address can be used. */
    static IndexSource of(BundleIndex index, String scheme) throws Refusal {
        URI address = index.address();
        String objection = objection(address, scheme);
        if (!objection.isEmpty()) {
            throw IndexProblem.ADDRESS_UNUSABLE.refusal(index.toString(), objection);
        }
        if (scheme.equals("http")
                && !index.isOverPlainHttp()
                && !THIS_MACHINE.matcher(address.getHost().toLowerCase(Locale.ROOT)).matches()) {
            throw IndexProblem.PLAIN_HTTP.refusal(
                    index.toString(), "The server is " + address.getHost() + ".");
        }
        return new HttpSource(index);
    }

    private static String objection(URI address, String scheme) {
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return "It begins with neither https: nor http:.";
        }
        if (address.getHost() == null) {
            return "It names no server.";
        }
        if (address.getRawUserInfo() != null) {
            return "It holds a user, who would end up in logs.";
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            return "It has a query or a fragment.";
        }
        // A jar's location would be put behind the server's name.
        return address.getRawPath().matches(".*[^/]") ? "" : "It names no file.";
    }

    @Override
    public byte[] index(long most) throws Refusal {
        try {
            return fetch(index.address(), most);
        } catch (TooLong e) {
            throw IndexProblem.TOO_LARGE.refusal(
                    index.toString(), "It has more than " + most + " bytes.", e);
        }
    }

    @Override
    public byte[] jar(Listed listed) throws Refusal {
        try {
            // The location has nothing that an address would read in another way.
            return IndexSource.asStated(
                    listed, fetch(index.address().resolve(listed.jar()), listed.size()));
        } catch (TooLong e) {
            throw IndexSource.longer(listed, e);
        }
    }

    private byte[] fetch(URI address, long most) throws Refusal, TooLong {
        long end = System.nanoTime() + index.readWithin().toNanos();
        URI next = address;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            HttpResponse<byte[]> answer = answer(next, most, end - System.nanoTime());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            if (!REDIRECTS.contains(answer.statusCode())) {
                throw IndexProblem.UNREACHABLE.refusal(
                        shown(next), "The server answered " + answer.statusCode() + ".");
            }
            next = redirected(next, answer.headers().firstValue("Location").orElse(""));
        }
        throw IndexProblem.REDIRECT_REFUSED.refusal(
                shown(address), "It redirects more than " + MOST_REDIRECTS + " times.");
    }

    /**
     * Where a redirect leads, if this host follows it: to the same server, as it was asked or over
     * https instead of http. Whoever serves an index must not make this host ask others, which may
     * be reachable from here alone.
     */
    static URI redirected(URI from, String location) throws Refusal {
        URI to;
        try {
            to = from.resolve(URI.create(location));
        } catch (IllegalArgumentException e) {
            throw IndexProblem.REDIRECT_REFUSED.refusal(
                    shown(from), "It redirects to what is no address.", e);
        }
        boolean sameServer =
                !location.isEmpty()
                        && to.getHost() != null
                        && to.getHost().equalsIgnoreCase(from.getHost())
                        && to.getRawUserInfo() == null;
        boolean safer = !isHttps(from) && isHttps(to);
        boolean asBefore = isHttps(from) == isHttps(to) && port(from) == port(to);
        if (!sameServer || !(asBefore || safer) || !(isHttps(to) || isHttp(to))) {
            throw IndexProblem.REDIRECT_REFUSED.refusal(
                    shown(from),
                    "It redirects to " + (to.getHost() == null ? "no server" : shown(to)) + ".");
        }
        return to;
    }

    private static boolean isHttps(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    private static boolean isHttp(URI address) {
        return "http".equalsIgnoreCase(address.getScheme());
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : isHttps(address) ? 443 : 80;
    }

    private HttpResponse<byte[]> answer(URI address, long most, long nanos)
            throws Refusal, TooLong {
        HttpRequest request = HttpRequest.newBuilder(address).build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request,
                        head ->
                                head.statusCode() == 200
                                        ? new BoundedBody(most)
                                        : new BoundedBody(BoundedBody.NOTHING));
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw tooSlow(address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw IndexProblem.UNREACHABLE.refusal(
                    shown(address), "This thread was interrupted.", e);
        } catch (ExecutionException e) {
            throw failed(address, e.getCause());
        } finally {
            // Does nothing to one that is complete.
            answer.cancel(true);
        }
    }

    private Refusal failed(URI address, Throwable why) throws TooLong {
        for (Throwable each = why; each != null; each = each.getCause()) {
            if (each instanceof TooLong tooLong) {
                throw tooLong;
            }
            if (each instanceof HttpTimeoutException) {
                return tooSlow(address, (IOException) each);
            }
        }
        String words =
                why.getMessage() == null ? "" : " (" + JarLayout.shown(why.getMessage()) + ")";
        return IndexProblem.UNREACHABLE.refusal(
                shown(address),
                "The connection failed: " + why.getClass().getSimpleName() + words + ".",
                why);
    }

    private Refusal tooSlow(URI address, Exception why) {
        return IndexProblem.TOO_SLOW.refusal(
                shown(address),
                "It was given "
                        + index.connectWithin()
                        + " to connect and "
                        + index.readWithin()
                        + " in all.",
                why);
    }

    private static String shown(URI address) {
        return BundleIndex.at(address).toString();
    }
}
