import java.util.List;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/** What differs between the versions: how OpenSearch 2 takes modules from the class path, and their names. */
final class ClasspathNode extends Node {
    static final List<String> MODULES = List.of(
        "org.opensearch.transport.Netty4Plugin",
        "org.opensearch.analysis.common.CommonAnalysisPlugin",
        "org.opensearch.geo.GeoModulePlugin",
        "org.opensearch.index.mapper.MapperExtrasPlugin",
        "org.opensearch.index.rankeval.RankEvalPlugin",
        "org.opensearch.index.reindex.ReindexPlugin",
        "org.opensearch.ingest.common.IngestCommonPlugin",
        "org.opensearch.join.ParentJoinPlugin",
        "org.opensearch.painless.PainlessPlugin",
        "org.opensearch.percolator.PercolatorPlugin",
        "org.opensearch.script.expression.ExpressionPlugin",
        "org.opensearch.script.mustache.MustachePlugin",
        "org.opensearch.search.aggregations.matrix.MatrixAggregationPlugin"
    );

    ClasspathNode(Environment environment, List<Class<? extends Plugin>> modules) {
        super(environment, modules, true);
    }
}
