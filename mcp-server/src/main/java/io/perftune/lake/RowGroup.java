package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/// One row group of a Parquet file in memory, its pages decompressed and held to their checksums.
///
/// Parquet's own file reader cannot be used: it needs Hadoop's classes at run time.
final class RowGroup implements PageReadStore {
  private static final int LARGEST_PAGE = 256 << 20;

  private final ParquetMetadataConverter converter;
  private final long rows;
  private final Map<String, Chunk> chunks = new HashMap<>();

  private RowGroup(ParquetMetadataConverter converter, long rows) {
    this.converter = converter;
    this.rows = rows;
  }

  /// Reads all columns.
  ///
  /// @param length of the file
  static RowGroup read(
      SeekableInputStream file,
      long length,
      BlockMetaData block,
      ParquetMetadataConverter converter)
      throws IOException {
    RowGroup group = new RowGroup(converter, block.getRowCount());
    for (ColumnChunkMetaData column : block.getColumns()) {
      long start = column.getStartingPos();
      long size = column.getTotalSize();
      if (start < 0 || size < 0 || size > length - start || size > Integer.MAX_VALUE) {
        throw new IOException("column " + column.getPath() + " lies outside the file");
      }
      byte[] bytes = new byte[(int) size];
      file.seek(start);
      file.readFully(bytes);
      group.chunks.put(column.getPath().toDotString(), group.chunk(column, bytes));
    }
    return group;
  }

  private Chunk chunk(ColumnChunkMetaData column, byte[] bytes) throws IOException {
    Chunk chunk = new Chunk(column.getValueCount());
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    long values = 0;
    while (values < column.getValueCount()) {
      PageHeader header = Util.readPageHeader(in);
      byte[] page = page(header, in, column.getCodec());
      switch (requireNonNull(header.getType(), "a page has no type")) {
        case DICTIONARY_PAGE -> chunk.dictionary = dictionary(header, page);
        case DATA_PAGE -> {
          DataPageHeader data = requireNonNull(header.getData_page_header(), "no page header");
          chunk.pages.add(dataPage(data, page));
          values += Math.max(1, data.getNum_values());
        }
        case DATA_PAGE_V2, INDEX_PAGE ->
            throw new IOException("it has a page of type " + header.getType());
      }
    }
    return chunk;
  }

  private DictionaryPage dictionary(PageHeader header, byte[] page) {
    DictionaryPageHeader of = requireNonNull(header.getDictionary_page_header(), "no page header");
    return new DictionaryPage(
        BytesInput.from(page), of.getNum_values(), converter.getEncoding(of.getEncoding()));
  }

  private DataPage dataPage(DataPageHeader header, byte[] page) {
    return new DataPageV1(
        BytesInput.from(page),
        header.getNum_values(),
        page.length,
        null,
        converter.getEncoding(header.getRepetition_level_encoding()),
        converter.getEncoding(header.getDefinition_level_encoding()),
        converter.getEncoding(header.getEncoding()));
  }

  private static byte[] page(PageHeader header, ByteArrayInputStream in, CompressionCodecName codec)
      throws IOException {
    int size = header.getUncompressed_page_size();
    int stored = header.getCompressed_page_size();
    if (size < 0 || size > LARGEST_PAGE || stored < 0 || stored > in.available()) {
      throw new IOException("a page has an impossible size");
    }
    byte[] bytes = in.readNBytes(stored);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (header.isSetCrc() && header.getCrc() != (int) checksum.getValue()) {
      throw new IOException("a page's checksum is wrong");
    }
    return switch (codec) {
      case ZSTD -> Zstd.decompress(bytes, size);
      case UNCOMPRESSED -> bytes;
      case SNAPPY, GZIP, LZO, BROTLI, LZ4, LZ4_RAW ->
          throw new IOException("it is compressed with " + codec);
    };
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    Chunk chunk = chunks.get(String.join(".", column.getPath()));
    if (chunk == null) {
      throw new IllegalArgumentException("a row group lacks " + column);
    }
    return chunk;
  }

  @Override
  public long getRowCount() {
    return rows;
  }

  /// The pages of one column, to be read once.
  private static final class Chunk implements PageReader {
    private final long values;
    private final Queue<DataPage> pages = new ArrayDeque<>();
    private @Nullable DictionaryPage dictionary;

    Chunk(long values) {
      this.values = values;
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
      return dictionary;
    }

    @Override
    public long getTotalValueCount() {
      return values;
    }

    @Override
    public @Nullable DataPage readPage() {
      return pages.poll();
    }
  }
}
