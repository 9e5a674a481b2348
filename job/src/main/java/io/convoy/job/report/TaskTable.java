package io.convoy.job.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.execute.TaskFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the tasks of a run went: who did them, how evenly, and what faults cost. */
final class TaskTable {
  private TaskTable() {}

  /** As the report has it. */
  static ObjectNode json(RunSummary summary) {
    TaskFigures tasks = summary.tasks();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("retries", tasks.retries());
    json.put("copies", tasks.copies());
    json.put("secondsLost", tasks.lostSeconds());
    json.put("stragglers", stragglers(tasks));
    json.put("bytesShuffled", tasks.shuffledBytes());
    json.put("partsTakenOver", summary.partsTakenOver());
    ArrayNode executors = json.putArray("executors");
    for (TaskFigures.Executor executor : tasks.executors()) {
      ObjectNode row = executors.addObject();
      row.put("executor", executor.id());
      row.put("host", executor.host());
      row.put("units", executor.units());
      row.put("seconds", executor.seconds());
    }
    json.set("computing", json(tasks.computing()));
    json.set("joining", json(tasks.joining()));
    return json;
  }

  private static ObjectNode json(TaskFigures.Spread spread) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tasks", spread.tasks());
    json.put("leastSeconds", spread.least());
    json.put("medianSeconds", spread.median());
    json.put("ninetiethSeconds", spread.ninetieth());
    json.put("mostSeconds", spread.most());
    json.put("stragglers", spread.stragglers());
    return json;
  }

  /** What happened to tasks; nothing where all ran once and alike. */
  static Optional<String> line(RunSummary summary) {
    TaskFigures tasks = summary.tasks();
    List<String> words = new ArrayList<>();
    if (tasks.retries() > 0) {
      words.add("retries " + tasks.retries());
    }
    if (tasks.copies() > 0) {
      words.add("copies of slow tasks " + tasks.copies());
    }
    if (tasks.retries() + tasks.copies() > 0) {
      words.add("time lost " + Quantity.seconds(tasks.lostSeconds()));
    }
    if (summary.partsTakenOver() > 0) {
      words.add("parts taken over " + summary.partsTakenOver());
    }
    return words.isEmpty() ? Optional.empty() : Optional.of("tasks: " + String.join(", ", words));
  }

  private static int stragglers(TaskFigures tasks) {
    return tasks.computing().stragglers() + tasks.joining().stragglers();
  }
}
