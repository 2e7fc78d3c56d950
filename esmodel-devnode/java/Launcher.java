import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;

/**
 * Runs one OpenSearch node in this JVM, from the class path instead of an installed distribution.
 *
 * <p>Usage: {@code Launcher HOME}. Everything else stands in {@code HOME/config/opensearch.yml}. The parent holds the
 * other end of standard input: a line {@code exit} ends the JVM in order (which writes the class archive if one was
 * asked for), the end of the stream stops it at once.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) throws Exception {
        Thread watch = new Thread(Launcher::followParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Path home = Path.of(args[0]).toAbsolutePath();
        LogConfigurator.registerErrorListener();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            Settings.builder().put("path.home", home.toString()).build(),
            Map.of(),
            home.resolve("config"),
            () -> "node"
        );
        try {
            new ClasspathNode(environment, modules()).start();
        } catch (Throwable failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        // The node's own threads are daemons.
        Thread.currentThread().join();
    }

    private static List<Class<? extends Plugin>> modules() throws ClassNotFoundException {
        List<Class<? extends Plugin>> found = new ArrayList<>();
        for (String name : ClasspathNode.MODULES) {
            found.add(Class.forName(name).asSubclass(Plugin.class));
        }
        return found;
    }

    /** Data of a throw-away node need no orderly close, so the end of the parent is the end of this JVM. */
    private static void followParent() {
        try {
            int next;
            while ((next = System.in.read()) >= 0) {
                if (next == '\n') {
                    System.exit(0);
                }
            }
        } catch (IOException broken) {
            // A broken pipe says the same as its end.
        }
        Runtime.getRuntime().halt(0);
    }
}
