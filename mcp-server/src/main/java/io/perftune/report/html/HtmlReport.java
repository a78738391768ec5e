package io.perftune.report.html;

import io.perftune.config.Resources;
import io.perftune.report.page.Document;
import io.perftune.report.page.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Draws a document as one self-contained HTML file: its styles, its charts' library and its data
/// are inside, and its policy forbids it any request.
///
/// Without scripts the tables and statements remain. The same document gives the same bytes.
public final class HtmlReport {
  private static final String ECHARTS = "META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private HtmlReport() {}

  /// The file in UTF-8.
  public static byte[] render(Document document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(document, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory took no more", e);
    }
    return bytes.toByteArray();
  }

  /// Writes the file in UTF-8; a large one is never held whole.
  public static void write(Document document, OutputStream out) throws IOException {
    try {
      write(document, new Markup(out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(Document document, Markup html) {
    String library = Resources.text(ECHARTS);
    String script = Resources.text("report/report.js");
    html.trusted("<!DOCTYPE html>\n");
    html.open("html", "lang", "en").text("\n");
    head(html, document, policy(library, script));
    html.open("body").text("\n");
    header(html, document);
    html.open("main").text("\n");
    PageMarkup pages = new PageMarkup(html);
    document.pages().forEach(pages::page);
    html.end("main");
    html.open("footer").element("p", document.source()).end("footer");
    html.open("script", "type", "application/json", "id", "data");
    html.trusted(ChartData.embedded(document)).end("script");
    html.open("script").trusted(library).end("script");
    html.open("script").trusted(script).end("script");
    html.close("body").end("html");
    html.flush();
  }

  private static void head(Markup html, Document document, String policy) {
    html.open("head").text("\n");
    html.open("meta", "charset", "utf-8").text("\n");
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy).text("\n");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .text("\n");
    html.open("meta", "name", "color-scheme", "content", "light dark").text("\n");
    html.open("title").text(document.title()).end("title");
    html.open("style").trusted(Resources.text("report/report.css")).end("style");
    html.end("head");
  }

  private static void header(Markup html, Document document) {
    html.open("header").text("\n");
    html.element("h1", document.title()).text("\n");
    document.subtitles().forEach(line -> html.element("p", line).text("\n"));
    html.open("nav", "aria-label", "Pages");
    for (Page page : document.pages()) {
      html.open("a", "href", "#page-" + page.id()).text(page.title()).close("a").text("\n");
    }
    html.end("nav");
    html.open("button", "type", "button", "id", "theme", "hidden", "").text("Dark").end("button");
    html.open("noscript")
        .element("p", "Charts need scripts; the tables below hold the same numbers.")
        .end("noscript");
    html.end("header");
  }

  private static String policy(String... scripts) {
    StringBuilder allowed = new StringBuilder();
    for (String script : scripts) {
      allowed.append(" 'sha256-").append(hash(script)).append('\'');
    }
    return "default-src 'none'; script-src"
        + allowed
        + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
