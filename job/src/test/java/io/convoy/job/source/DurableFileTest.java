package io.convoy.job.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableFileTest {
  private static final int PIECE = UncachedFile.PIECE_BYTES;

  @TempDir private Path folder;

  private final Storage storage = new Storage(new Configuration());

  private DurableFile create(Path file) throws IOException {
    return storage.createDurable(Storage.path(file.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        4096,
        PIECE - 1,
        PIECE,
        PIECE + 1,
        2 * PIECE,
        2 * PIECE + 4097,
        7 * PIECE + 12345
      })
  void bytesAndTheirDigestAreThoseWritten(int length) throws IOException {
    byte[] bytes = random(length);
    Path file = folder.resolve("file");
    DurableFile durable = create(file);
    try (durable) {
      Random random = new Random(length);
      for (int done = 0; done < length; ) {
        int most = random.nextBoolean() ? 100_000 : 3 * PIECE;
        int count = Math.min(length - done, 1 + random.nextInt(most));
        ByteBuffer source = ByteBuffer.allocateDirect(count + 3).position(3);
        source.put(bytes, done, count).flip().position(3);
        while (source.hasRemaining()) {
          durable.write(source);
        }
        done += count;
      }
    }
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertEquals(length, durable.bytes());
    assertEquals(HexFormat.of().formatHex(DurableFile.sha256().digest(bytes)), durable.digest());
  }

  @Test
  void aFileThatIsThereIsLeftAlone() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {1});
    assertThrows(FileAlreadyExistsException.class, () -> create(file));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
  }

  /** As the folder of a run is that has ended, or was taken up by another. */
  @Test
  void aFileWhoseFolderIsGoneCanNotGoOn() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    try (DurableFile durable = create(gone.resolve("file"))) {
      Files.delete(gone.resolve("file"));
      Files.delete(gone);
      assertThrows(NoSuchFileException.class, () -> durable.write(ByteBuffer.allocate(PIECE)));
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
