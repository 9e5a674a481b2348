package io.convoy.job.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.cost.Machine;
import io.convoy.job.plan.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFilesTest {
  @TempDir Path folder;

  @Test
  void aMachineReadsBackAsItWasWritten() throws IOException {
    Machine machine = Budget.TYPICAL.machine();
    Path file = folder.resolve("new/folder/machine.json");
    MachineFiles.write(file, machine);
    assertEquals(machine, MachineFiles.read(file));
  }

  @Test
  void whatAnOlderVersionDidNotMeasureIsTypical() throws IOException {
    Machine machine = Budget.TYPICAL.machine();
    Path file = folder.resolve("machine.json");
    MachineFiles.write(file, machine);
    String older =
        Files.readString(file)
            .replaceFirst("\\s*\"image_seconds\"[^,]*,", "")
            .replaceFirst("\\s*\"largest_floats\"[^,]*,", "")
            .replaceFirst("\\s*\"part_seconds\"[^,]*,", "")
            .replaceFirst("\\s*\"first_tensors_seconds\"[^,]*,", "")
            .replaceFirst("\\s*\"first_transform_seconds\"[^,]*,", "")
            .replaceFirst(",\\s*\"patch\"[^}]*", "");
    assertFalse(
        older.matches("(?s).*(image_seconds|largest_floats|patch|part_sec|first_t).*"), older);
    Files.writeString(file, older);
    assertEquals(machine, MachineFiles.read(file));
  }

  @Test
  void aFileThatLacksAFigureIsRefused() throws IOException {
    Path file = folder.resolve("machine.json");
    MachineFiles.write(file, Budget.TYPICAL.machine());
    Files.writeString(file, Files.readString(file).replaceFirst("\"disk_bytes\"[^,]*,", ""));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> MachineFiles.read(file));
    assertTrue(refused.getMessage().contains("disk_bytes"), refused.getMessage());
    assertTrue(refused.getMessage().endsWith("older version"), refused.getMessage());
  }
}
