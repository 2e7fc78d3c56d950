import java.util.List;
import java.util.stream.Collectors;
import org.opensearch.Version;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;

/** What differs between the versions: how OpenSearch 3 takes modules from the class path, and their names. */
final class ClasspathNode extends Node {
    static final List<String> MODULES = List.of(
        "org.opensearch.transport.Netty4ModulePlugin",
        "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
        "org.opensearch.geo.GeoModulePlugin",
        "org.opensearch.index.mapper.MapperExtrasModulePlugin",
        "org.opensearch.index.rankeval.RankEvalModulePlugin",
        "org.opensearch.index.reindex.ReindexModulePlugin",
        "org.opensearch.ingest.common.IngestCommonModulePlugin",
        "org.opensearch.join.ParentJoinModulePlugin",
        "org.opensearch.painless.PainlessModulePlugin",
        "org.opensearch.percolator.PercolatorModulePlugin",
        "org.opensearch.script.expression.ExpressionModulePlugin",
        "org.opensearch.script.mustache.MustacheModulePlugin",
        "org.opensearch.search.aggregations.matrix.MatrixAggregationModulePlugin"
    );

    ClasspathNode(Environment environment, List<Class<? extends Plugin>> modules) {
        super(environment, modules.stream().map(ClasspathNode::describe).collect(Collectors.toList()), true);
    }

    private static PluginInfo describe(Class<? extends Plugin> module) {
        String name = module.getName();
        return new PluginInfo(name, "class path module", "NA", Version.CURRENT, "21", name, null, List.of(), false);
    }
}
