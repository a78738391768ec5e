package io.perftune.engine.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken out of an archive that a pod sends, and what is not.
class UstarReaderTest {
  @TempDir Path directory;

  @Test
  void takesPlainFilesWithWhateverTheyHold() throws IOException {
    byte[] block = new byte[512];
    Arrays.fill(block, (byte) 7);
    byte[] archive =
        archive(
            file("a.json", '0', bytes("{}")),
            file("logs/b", '0', block),
            file("c", '0', bytes("")));

    assertThat(extract(archive)).isEqualTo(3);
    assertThat(raw().resolve("a.json")).hasContent("{}");
    assertThat(raw().resolve("logs/b")).hasBinaryContent(block);
    assertThat(raw().resolve("c")).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "/etc/out", "a/../../out", ".", ""})
  void refusesWhatLiesOutside(String name) {
    assertThatThrownBy(() -> extract(archive(file(name, '0', bytes("x")))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '5', 'x', 'L'})
  void refusesWhatIsNoPlainFile(char type) {
    assertThatThrownBy(() -> extract(archive(file("link", type, bytes("x")))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a plain file");
  }

  @Test
  void refusesAFileThatIsThereAlready() {
    assertThatThrownBy(
            () -> extract(archive(file("a", '0', bytes("1")), file("a", '0', bytes("2")))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void saysWhenTheArchiveEndsEarly() throws IOException {
    byte[] whole = archive(file("a", '0', new byte[2_000]));
    for (int length : new int[] {0, 100, 512, 600, 512 + 2_048}) {
      assertThatThrownBy(() -> extract(Arrays.copyOf(whole, length)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("end");
      Files.deleteIfExists(raw().resolve("a"));
    }
  }

  @Test
  void saysWhenItIsNoArchive() {
    byte[] text = new byte[512];
    Arrays.fill(text, (byte) 'x');
    assertThatThrownBy(() -> extract(text)).hasMessageContaining("no ustar archive");
  }

  private Path raw() {
    return directory.resolve("raw");
  }

  private int extract(byte[] archive) throws IOException {
    Files.createDirectories(raw());
    return new UstarReader(new ByteArrayInputStream(archive)).extract(raw());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] file(String name, char type, byte[] content) {
    byte[] file = new byte[512 + (content.length + 511) / 512 * 512];
    put(file, 0, name);
    put(file, 124, "%011o".formatted(content.length));
    file[156] = (byte) type;
    put(file, 257, "ustar");
    System.arraycopy(content, 0, file, 512, content.length);
    if (name.isEmpty()) {
      put(file, 345, ".");
    }
    return file;
  }

  private static void put(byte[] file, int at, String text) {
    System.arraycopy(bytes(text), 0, file, at, text.length());
  }

  private static byte[] archive(byte[]... files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] file : files) {
      out.write(file);
    }
    out.write(new byte[1_024]);
    return out.toByteArray();
  }
}
