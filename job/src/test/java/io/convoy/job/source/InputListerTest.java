package io.convoy.job.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputListerTest {
  private final Storage storage = new Storage(new Configuration());

  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name :
        List.of(
            "b/2.png",
            "b/10.png",
            "b/c/1.png",
            "b/_hidden/1.png",
            "b/.hidden",
            "a.jpg",
            "[x].jpg",
            "x.jpg",
            "per%20cent #1.jpg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  @Test
  void foldersAreReadInTheOrderOfNamesWithoutWhatIsHidden() throws IOException {
    assertEquals(files("b/10.png", "b/2.png", "b/c/1.png"), list("b"));
  }

  @Test
  void inputsComeInTheOrderGivenAndMayComeTwice() throws IOException {
    assertEquals(files("x.jpg", "a.jpg", "x.jpg"), list("x.jpg", "a.jpg", "x.jpg"));
  }

  @Test
  void hiddenFileThatIsNamedIsTaken() throws IOException {
    assertEquals(files("b/.hidden"), list("b/.hidden"));
  }

  @Test
  void patternsMatchInTheOrderOfNames() throws IOException {
    assertEquals(files("[x].jpg", "a.jpg", "per%20cent #1.jpg", "x.jpg"), list("*.jpg"));
    assertEquals(files("b/10.png", "b/2.png"), list("b/{1,2}*.png"));
  }

  @Test
  void pathThatExistsIsNoPattern() throws IOException {
    assertEquals(files("[x].jpg"), list("[x].jpg"));
    assertEquals(files("per%20cent #1.jpg"), list("per%20cent #1.jpg"));
  }

  @Test
  void nothingFoundIsAnArgumentError() {
    for (String input : List.of("nowhere.jpg", "*.tiff", "b/_hidden/*.bmp")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> list(input));
      assertEquals("input does not exist: path=" + folder.resolve(input), refused.getMessage());
    }
  }

  @Test
  void folderWithoutAFileIsAnArgumentError() throws IOException {
    Files.createDirectories(folder.resolve("empty/deeper"));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> list("empty"));
    assertEquals(
        "input folder holds no file (names that begin with . or _ are left out): path="
            + folder.resolve("empty"),
        refused.getMessage());
  }

  @Test
  void schemeThatNobodyKnowsIsAnArgumentError() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> InputLister.list(storage, List.of("gopher://host/x")));
    assertEquals(
        "no file system for this path, its jar must be on the class path: path=gopher://host/x",
        refused.getMessage());
  }

  private List<String> list(String... names) throws IOException {
    return InputLister.list(
        storage, Arrays.stream(names).map(name -> folder.resolve(name).toString()).toList());
  }

  private List<String> files(String... names) {
    return Arrays.stream(names).map(name -> folder.resolve(name).toString()).toList();
  }
}
