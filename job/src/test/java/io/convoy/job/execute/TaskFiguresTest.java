package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskFiguresTest {
  @Test
  void spreadTellsHowEvenTasksWereAndWhoStraggled() {
    TaskFigures.Spread spread =
        TaskFigures.Spread.of(List.of(3.0, 1.0, 1.2, 1.1, 1.0, 1.3, 1.0, 1.2, 1.1, 9.0));
    assertEquals(new TaskFigures.Spread(10, 1.0, 1.2, 9.0, 9.0, 2), spread);
  }

  @Test
  void spreadOfNoTasksIsNone() {
    assertEquals(TaskFigures.Spread.NONE, TaskFigures.Spread.of(List.of()));
  }
}
