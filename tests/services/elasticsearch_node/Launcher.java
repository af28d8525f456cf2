import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** One node for the tests: Launcher HOME DATA LOGS HTTP_PORT TRANSPORT_PORT; ends when it is told to. */
public final class Launcher {
    public static void main(String[] given) throws Exception {
        LogConfigurator.configureESLogging(); // before anything else logs
        Settings settings = Settings.builder()
            .put("path.home", given[0])
            .put("path.data", given[1])
            .put("path.logs", given[2])
            .put("network.host", "127.0.0.1")
            .put("http.port", given[3])
            .put("transport.port", given[4])
            .put("discovery.type", "single-node")
            .put("cluster.name", "district-desk-tests")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "tests");
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment, true);
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(Path.of(given[0], "modules")), Set.of(), Map.of());
        Node node = new Node(environment, plugins);
        node.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (java.io.IOException error) {
                throw new java.io.UncheckedIOException(error);
            }
        }));
        Thread.currentThread().join();
    }
}
