package io.perftune.bench;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.LakeSample;
import io.perftune.lake.s3.S3Fake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// Lists a lake of 10,000 campaigns, each of them a copy of one: in a directory, and in a bucket
/// whose answers take as long as those of one in the same region.
///
/// @param one a lake with one campaign
record ListingBench(Path one, Path directory) {
  private static final int CAMPAIGNS = 10_000;
  private static final int A_DAY = 28;
  private static final Duration DELAY = Duration.ofMillis(30);

  /// Runs the tool with these words.
  @FunctionalInterface
  interface Tool {
    Measured run(List<String> words) throws IOException, InterruptedException;
  }

  void run(Tool tool) throws IOException, InterruptedException {
    Path lake = directory.resolve("many");
    LakeKey source = LakeKey.of(LakeSample.ID);
    try (S3Fake fake = new S3Fake()) {
      for (String table : Tables.PUBLISHED) {
        fake.put("p/" + source.file(table), Files.readAllBytes(one.resolve(source.file(table))));
      }
      for (int number = 1; number < CAMPAIGNS; number++) {
        LakeKey key = key(number);
        for (String table : Tables.PUBLISHED) {
          fake.copy("p/" + source.file(table), "p/" + key.file(table));
          Path file = lake.resolve(key.file(table));
          Files.createDirectories(file.getParent());
          Files.createLink(file, one.resolve(source.file(table)));
        }
      }
      System.out.printf("%n%d campaigns of %d files%n", CAMPAIGNS, Tables.PUBLISHED.size());
      for (String limit : List.of("50", "10000")) {
        List<String> words = List.of("lake", "ls", "--limit", limit, "--lake");
        print("a directory, --limit " + limit, tool.run(with(words, lake.toString())));
      }
      fake.delays(DELAY);
      for (String limit : List.of("50", "10000")) {
        fake.faults(S3Fake.Fault.NONE);
        List<String> words =
            List.of(
                "lake",
                "ls",
                "--limit",
                limit,
                "--s3-endpoint",
                fake.endpoint().toString(),
                "--lake");
        Measured listed = tool.run(with(words, "s3://" + S3Fake.BUCKET + "/p"));
        long lists = fake.requests().stream().filter(request -> request.equals("GET ")).count();
        print(
            "a bucket that answers after %d ms, --limit %s, %d LIST and %d GET requests"
                .formatted(DELAY.toMillis(), limit, lists, fake.requests().size() - lists),
            listed);
      }
    }
  }

  private static void print(String what, Measured listed) {
    System.out.printf("lake ls of %s: %s%n", what, listed.said());
  }

  private static LakeKey key(int number) {
    LocalDate day = LocalDate.of(2025, 1, 1).plusDays(number / A_DAY);
    String stamp = day.format(DateTimeFormatter.BASIC_ISO_DATE) + "T093000Z";
    return LakeKey.of(stamp + "-copy-%05d".formatted(number));
  }

  private static List<String> with(List<String> words, String last) {
    return java.util.stream.Stream.concat(words.stream(), java.util.stream.Stream.of(last))
        .toList();
  }
}
