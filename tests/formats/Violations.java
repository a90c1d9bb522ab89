// Violations.java FOLDER: what violations-lib reads from FOLDER/FORMAT/NUMBER.FORMAT, a line each:
// format, number, and of each finding its line and rule.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import se.bjurr.violations.lib.ViolationsLogger;
import se.bjurr.violations.lib.model.Violation;
import se.bjurr.violations.lib.parsers.CheckStyleParser;
import se.bjurr.violations.lib.parsers.CodeClimateParser;
import se.bjurr.violations.lib.parsers.SarifParser;
import se.bjurr.violations.lib.parsers.ViolationsParser;

class Violations {
  static final ViolationsLogger QUIET =
      new ViolationsLogger() {
        public void log(Level level, String text) {}

        public void log(Level level, String text, Throwable why) {}
      };

  static void read(String format, ViolationsParser parser, Path report) throws Exception {
    String number = report.getFileName().toString().replaceAll("\\..*", "");
    System.out.println(format + "\t" + number);
    for (Violation each : parser.parseReportOutput(Files.readString(report), QUIET)) {
      String rule = each.getRule().replaceFirst("^launch\\.", "");
      System.out.println(format + "\t" + number + "\t" + each.getStartLine() + "\t" + rule);
    }
  }

  public static void main(String[] words) throws Exception {
    record Kind(String format, ViolationsParser parser) {}
    for (Kind kind :
        List.of(
            new Kind("checkstyle", new CheckStyleParser()),
            new Kind("gitlab", new CodeClimateParser()),
            new Kind("sarif", new SarifParser()))) {
      try (Stream<Path> reports = Files.list(Path.of(words[0], kind.format()))) {
        for (Path report : reports.sorted().toList()) read(kind.format(), kind.parser(), report);
      }
    }
  }
}
