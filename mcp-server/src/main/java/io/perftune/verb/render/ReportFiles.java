package io.perftune.verb.render;

import static java.util.Objects.requireNonNull;

import io.perftune.report.html.HtmlReport;
import io.perftune.report.page.Document;
import io.perftune.report.pdf.PdfReport;
import io.perftune.report.picture.Picture;
import io.perftune.value.Json;
import io.perftune.workspace.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The files that a report is written as.
///
/// @param size of report.pdf, in bytes
/// @param pictures of the pages, in page order
/// @param digest the picture for an agent; null for a report without figures
record ReportFiles(
    Path html, Path pdf, int size, List<Path> pictures, @Nullable DigestPicture digest) {
  ReportFiles {
    requireNonNull(html, "html is null");
    requireNonNull(pdf, "pdf is null");
    pictures = List.copyOf(pictures);
  }

  /// Writes all of them into a directory; pictures of pages that there no longer are go.
  ///
  /// @param date which the PDF says it was made at
  static ReportFiles write(Path directory, Document document, Instant date) {
    Path pages = directory.resolve("pages");
    byte[] pdf;
    List<Picture> pictures;
    Optional<Picture> digest;
    // The PDF takes as long as everything else.
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<byte[]> drawn = other.submit(() -> PdfReport.render(document, date));
      AtomicFiles.write(directory.resolve("report.html"), out -> HtmlReport.write(document, out));
      pictures = Picture.pages(document);
      digest = Picture.digest(document);
      pdf = result(drawn);
    }
    AtomicFiles.write(directory.resolve("report.pdf"), pdf);
    Set<String> names = new HashSet<>();
    for (Picture picture : pictures) {
      AtomicFiles.write(pages.resolve(picture.name()), picture.png());
      names.add(picture.name());
    }
    digest.ifPresent(picture -> {
      AtomicFiles.write(pages.resolve(picture.name()), picture.png());
      names.add(picture.name());
    });
    removeOthers(pages, names);
    return new ReportFiles(
        directory.resolve("report.html"),
        directory.resolve("report.pdf"),
        pdf.length,
        pictures.stream().map(picture -> pages.resolve(picture.name())).toList(),
        digest
            .map(picture ->
                new DigestPicture(
                    pages.resolve(picture.name()), picture.alternative(), picture.png().length))
            .orElse(null));
  }

  private static byte[] result(Future<byte[]> drawn) {
    try {
      return drawn.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the PDF was drawn");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the PDF could not be drawn", e.getCause());
    }
  }

  private static void removeOthers(Path pages, Set<String> names) {
    if (!Files.isDirectory(pages)) {
      return;
    }
    try (DirectoryStream<Path> old = Files.newDirectoryStream(pages, "{page-*,digest}.png")) {
      for (Path file : old) {
        if (!names.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds to a reply which files there are.
  void addTo(ObjectNode json) {
    json.put("out_pdf", pdf.toString());
    json.put("out_html", html.toString());
    json.put("size_bytes", size);
    json.set("pngs", Json.strings(pictures.stream().map(Path::toString).toList()));
    if (digest == null) {
      json.putNull("digest_png");
    } else {
      json.putObject("digest_png")
          .put("path", digest.file().toString())
          .put("alt", digest.alternative())
          .put("bytes", digest.size());
    }
  }

  /// The picture for an agent, and what it shows in words.
  record DigestPicture(Path file, String alternative, int size) {
    DigestPicture {
      requireNonNull(file, "file is null");
      requireNonNull(alternative, "alternative is null");
    }
  }
}
