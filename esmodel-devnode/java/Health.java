import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Waits until a node behind TLS answers with a healthy cluster, which the Rust side cannot see without a TLS library.
 *
 * <p>Usage: {@code java Health.java URL CA_PEM USER:PASSWORD ANY|NOT_RED}. Ends with 0 once it is so, and at the end of
 * standard input.
 */
public final class Health {
    private Health() {}

    public static void main(String[] args) throws Exception {
        Thread watch = new Thread(Health::followParent);
        watch.setDaemon(true);
        watch.start();
        SSLContext tls = trusting(Path.of(args[1]));
        String login = Base64.getEncoder().encodeToString(args[2].getBytes(StandardCharsets.UTF_8));
        while (true) {
            try {
                HttpsURLConnection connection = (HttpsURLConnection) new URL(args[0]).openConnection();
                connection.setSSLSocketFactory(tls.getSocketFactory());
                connection.setRequestProperty("Authorization", "Basic " + login);
                connection.setConnectTimeout(1000);
                connection.setReadTimeout(10000);
                try (InputStream body = connection.getInputStream()) {
                    String health = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                    if (args[3].equals("ANY") || !health.contains("\"status\":\"red\"")) {
                        return;
                    }
                }
            } catch (IOException notYet) {
                // Refused, 401, 408 and 503 are all steps of a start; the caller has the deadline.
            }
            Thread.sleep(100);
        }
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            trusted.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return tls;
    }

    private static void followParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException broken) {
            // A broken pipe says the same as its end.
        }
        Runtime.getRuntime().halt(1);
    }
}
