package org.openmso.embed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine, which does as each test tells it. */
public final class TestServer implements AutoCloseable {
    private final String scheme;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Answers a request. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public TestServer() throws IOException {
        this("http", HttpServer.create(free(), 0));
    }

    /** Over https. */
    public TestServer(HttpsConfigurator configurator) throws IOException {
        this("https", secure(configurator));
    }

    private TestServer(String scheme, HttpServer server) {
        this.scheme = scheme;
        this.server = server;
        server.setExecutor(threads);
        server.start();
    }

    private static InetSocketAddress free() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    }

    private static HttpServer secure(HttpsConfigurator configurator) throws IOException {
        HttpsServer server = HttpsServer.create(free(), 0);
        server.setHttpsConfigurator(configurator);
        return server;
    }

    /** Answers requests below a path. */
    public TestServer on(String path, Answer answer) {
        server.createContext(
                path,
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    try (exchange) {
                        answer.to(exchange);
                    }
                });
        return this;
    }

    /** Gives these bytes. */
    public TestServer gives(String path, byte[] bytes) {
        return on(path, exchange -> give(exchange, bytes));
    }

    /** An index and its jars, below a folder. */
    TestServer serves(String folder, TestIndex index) {
        index.files().forEach((location, jar) -> gives(folder + location, jar));
        return gives(folder + "index.jar", index.signed());
    }

    public static void give(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    public static Answer redirect(int status, String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** In an answer: waits until the server is closed. */
    public void stall() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The address of a path. */
    public URI at(String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** What was asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
