import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.OrdinalMap;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.LongValues;

/**
 * Lucene, with the same two commands as the other drivers.
 *
 * <p>The jar that can be had without a build has neither Lucene's facets nor its highlighters, so
 * facets are counted here in an array by ordinals of the whole index, and a snippet is the window
 * of the article with most matches, found by analysing its text again. Each class of queries is
 * asked often before it is measured, since the machine code is made on the way.
 */
public final class Driver {
  private static final int HITS = 10;
  private static final int WARM_UPS = 25;
  private static final int BATCH = 256;
  private static final int WINDOW = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Analyzer analyzer = new StandardAnalyzer(CharArraySet.EMPTY_SET);
  private final IndexSearcher searcher;
  private final Map<String, SortedSetDocValues> global = new LinkedHashMap<>();

  public static void main(String[] args) throws IOException {
    if (args.length == 3 && args[0].equals("index")) {
      index(Path.of(args[1]), Path.of(args[2]));
    } else if (args.length == 4 && args[0].equals("query")) {
      new Driver(Path.of(args[2])).query(Path.of(args[1]), Integer.parseInt(args[3]));
    } else {
      System.err.println("usage: index DOCS INDEX, or query QUERIES INDEX ROUNDS");
      System.exit(2);
    }
  }

  private static void index(Path docs, Path dir) throws IOException {
    long began = System.nanoTime();
    long reading = 0;
    IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer(CharArraySet.EMPTY_SET));
    config.setRAMBufferSizeMB(256).setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    try (FSDirectory directory = FSDirectory.open(dir);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(docs)) {
      List<JsonNode> batch = new ArrayList<>();
      do {
        long before = cpu();
        batch.clear();
        for (String line; batch.size() < BATCH && (line = lines.readLine()) != null; ) {
          batch.add(JSON.readTree(line));
        }
        reading += cpu() - before;
        for (JsonNode doc : batch) {
          writer.addDocument(document(doc));
        }
      } while (!batch.isEmpty());
      writer.commit();
    }
    double wall = (System.nanoTime() - began) / 1e9;
    long all = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
    System.out.printf(
        Locale.ROOT,
        "{\"engine\":\"lucene\",\"step\":\"index\",\"cpu_s\":%.3f,\"wall_s\":%.3f,\"peak_mb\":%.0f,"
            + "\"index_bytes\":%d}%n",
        (all - reading) / 1e9, wall, peakMb(), bytes(dir));
  }

  private static Document document(JsonNode doc) {
    Document document = new Document();
    document.add(new TextField("title", doc.get("title").asText(), Field.Store.YES));
    document.add(new TextField("body", doc.get("body").asText(), Field.Store.YES));
    if (doc.hasNonNull("day")) {
      document.add(new LongPoint("day", doc.get("day").asLong()));
    }
    if (doc.hasNonNull("month")) {
      document.add(new NumericDocValuesField("month", doc.get("month").asLong()));
    }
    for (String field : List.of("places", "actors")) {
      for (JsonNode name : doc.get(field)) {
        document.add(new StringField(field, name.asText(), Field.Store.NO));
        document.add(new SortedSetDocValuesField(field, new BytesRef(name.asText())));
      }
    }
    return document;
  }

  private Driver(Path dir) throws IOException {
    searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(dir)));
    // Not even the same query twice is answered from memory.
    searcher.setQueryCache(null);
    for (String field : List.of("places", "actors")) {
      global.put(field, MultiDocValues.getSortedSetValues(searcher.getIndexReader(), field));
    }
  }

  private void query(Path queries, int rounds) throws IOException {
    Map<String, List<JsonNode>> classes = new LinkedHashMap<>();
    for (String line : Files.readAllLines(queries)) {
      JsonNode request = JSON.readTree(line);
      classes.computeIfAbsent(request.get("class").asText(), c -> new ArrayList<>()).add(request);
    }
    for (Map.Entry<String, List<JsonNode>> entry : classes.entrySet()) {
      List<JsonNode> requests = entry.getValue();
      long matches = 0;
      for (int warm = 0; warm < WARM_UPS; warm++) {
        matches = 0;
        for (JsonNode request : requests) {
          matches += answer(request);
        }
      }
      double[] cpus = new double[requests.size()];
      double[] walls = new double[requests.size()];
      for (int at = 0; at < requests.size(); at++) {
        double[] cpu = new double[rounds];
        double[] wall = new double[rounds];
        for (int round = 0; round < rounds; round++) {
          long start = System.nanoTime();
          long before = cpu();
          answer(requests.get(at));
          cpu[round] = (cpu() - before) / 1e6;
          wall[round] = (System.nanoTime() - start) / 1e6;
        }
        cpus[at] = quantile(cpu, 0.5);
        walls[at] = quantile(wall, 0.5);
      }
      System.out.printf(
          Locale.ROOT,
          "{\"engine\":\"lucene\",\"class\":\"%s\",\"matches\":%d,\"cpu_ms_p50\":%.4f,\"cpu_ms_p99\":%.4f,"
              + "\"wall_ms_p50\":%.4f,\"wall_ms_p99\":%.4f}%n",
          entry.getKey(), matches, quantile(cpus, 0.5), quantile(cpus, 0.99),
          quantile(walls, 0.5), quantile(walls, 0.99));
    }
  }

  private long answer(JsonNode request) throws IOException {
    Set<String> terms = new HashSet<>();
    String prefix = request.hasNonNull("prefix") ? request.get("prefix").asText() : null;
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(prefix == null ? words(request.get("words").asText(), terms) : prefix(prefix), Occur.MUST);
    if (request.hasNonNull("days")) {
      JsonNode days = request.get("days");
      all.add(LongPoint.newRangeQuery("day", days.get(0).asLong(), days.get(1).asLong()), Occur.FILTER);
    }
    if (request.hasNonNull("place")) {
      all.add(new TermQuery(new Term("places", request.get("place").asText())), Occur.FILTER);
    }
    Query query = all.build();
    if (!request.get("facets").asBoolean()) {
      TopDocs top = searcher.search(query, HITS);
      show(top.scoreDocs, terms, prefix);
      return top.scoreDocs.length;
    }
    TopScoreDocCollector best = TopScoreDocCollector.create(HITS, Integer.MAX_VALUE);
    Counts counts = new Counts();
    searcher.search(query, MultiCollector.wrap(best, counts));
    TopDocs top = best.topDocs();
    show(top.scoreDocs, terms, prefix);
    counts.best();
    return top.totalHits.value;
  }

  private static Query words(String words, Set<String> terms) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    if (words.startsWith("\"")) {
      String[] parts = words.substring(1, words.length() - 1).split(" ");
      terms.addAll(List.of(parts));
      all.add(new PhraseQuery("title", parts), Occur.SHOULD);
      all.add(new PhraseQuery("body", parts), Occur.SHOULD);
      return all.build();
    }
    boolean any = words.contains(" OR ");
    for (String word : words.split(any ? " OR " : " ")) {
      terms.add(word);
      BooleanQuery.Builder one = new BooleanQuery.Builder();
      one.add(new TermQuery(new Term("title", word)), Occur.SHOULD);
      one.add(new TermQuery(new Term("body", word)), Occur.SHOULD);
      all.add(one.build(), any ? Occur.SHOULD : Occur.MUST);
    }
    return all.build();
  }

  private static Query prefix(String prefix) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(new PrefixQuery(new Term("title", prefix)), Occur.SHOULD);
    all.add(new PrefixQuery(new Term("body", prefix)), Occur.SHOULD);
    return all.build();
  }

  private void show(ScoreDoc[] hits, Set<String> terms, String prefix) throws IOException {
    int shown = 0;
    for (ScoreDoc hit : hits) {
      shown += snippet(searcher.storedFields().document(hit.doc).get("body"), terms, prefix).length();
    }
    if (shown < 0) {
      throw new IllegalStateException("never: so that nothing is optimised away");
    }
  }

  /** The window of words with most matches, these in bold. */
  private String snippet(String body, Set<String> terms, String prefix) throws IOException {
    List<int[]> words = new ArrayList<>();
    List<Integer> marks = new ArrayList<>();
    try (TokenStream tokens = analyzer.tokenStream("body", body)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        String word = term.toString();
        if (terms.contains(word) || (prefix != null && word.startsWith(prefix))) {
          marks.add(words.size());
        }
        words.add(new int[] {offset.startOffset(), offset.endOffset()});
      }
      tokens.end();
    }
    int first = 0;
    int most = -1;
    for (int from = 0, to = 0; from < marks.size(); from++) {
      while (to < marks.size() && marks.get(to) < marks.get(from) + WINDOW) {
        to++;
      }
      if (to - from > most) {
        most = to - from;
        first = marks.get(from);
      }
    }
    StringBuilder snippet = new StringBuilder();
    int last = Math.min(first + WINDOW, words.size());
    int at = first < words.size() ? words.get(first)[0] : 0;
    for (int mark : marks) {
      if (mark >= first && mark < last) {
        int[] word = words.get(mark);
        snippet.append(body, at, word[0]).append("<b>").append(body, word[0], word[1]).append("</b>");
        at = word[1];
      }
    }
    return last == 0 ? "" : snippet.append(body, at, words.get(last - 1)[1]).toString();
  }

  /** Counts places, actors and months of all matches. */
  private final class Counts extends SimpleCollector {
    private final Map<String, int[]> counts = new LinkedHashMap<>();
    private final int[] months = new int[12 * 3000];
    private final List<Values> values = new ArrayList<>();
    private NumericDocValues month;

    Counts() {
      global.forEach((field, all) -> counts.put(field, new int[(int) all.getValueCount()]));
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      values.clear();
      for (Map.Entry<String, SortedSetDocValues> entry : global.entrySet()) {
        SortedSetDocValues own = context.reader().getSortedSetDocValues(entry.getKey());
        OrdinalMap map = entry.getValue() instanceof MultiDocValues.MultiSortedSetDocValues
            ? ((MultiDocValues.MultiSortedSetDocValues) entry.getValue()).mapping
            : null;
        if (own != null) {
          values.add(new Values(own, map == null ? null : map.getGlobalOrds(context.ord), counts.get(entry.getKey())));
        }
      }
      month = context.reader().getNumericDocValues("month");
    }

    @Override
    public void collect(int doc) throws IOException {
      for (Values value : values) {
        value.count(doc);
      }
      if (month != null && month.advanceExact(doc)) {
        months[(int) month.longValue()]++;
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }

    /** The ten most frequent names of each. */
    List<String> best() throws IOException {
      List<String> names = new ArrayList<>();
      for (Map.Entry<String, int[]> entry : counts.entrySet()) {
        int[] counted = entry.getValue();
        List<Integer> found = new ArrayList<>();
        for (int ordinal = 0; ordinal < counted.length; ordinal++) {
          if (counted[ordinal] > 0) {
            found.add(ordinal);
          }
        }
        found.sort(Comparator.comparingInt((Integer ordinal) -> -counted[ordinal]));
        for (int ordinal : found.subList(0, Math.min(HITS, found.size()))) {
          names.add(global.get(entry.getKey()).lookupOrd(ordinal).utf8ToString());
        }
      }
      return names;
    }
  }

  /** The values of a segment and where they are counted. */
  private static final class Values {
    private final SortedSetDocValues own;
    private final LongValues global;
    private final int[] counts;

    Values(SortedSetDocValues own, LongValues global, int[] counts) {
      this.own = own;
      this.global = global;
      this.counts = counts;
    }

    void count(int doc) throws IOException {
      if (own.advanceExact(doc)) {
        for (int left = own.docValueCount(); left > 0; left--) {
          long ordinal = own.nextOrd();
          counts[(int) (global == null ? ordinal : global.get(ordinal))]++;
        }
      }
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double quantile(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round((sorted.length - 1) * part)];
  }

  private static double peakMb() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
      }
    }
    return 0;
  }

  private static long bytes(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
