package io.convoy.job.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The options of a command as they were in the end, for its report. */
final class EffectiveOptions {
  private EffectiveOptions() {}

  /** Every option by its name and the value that it had, wherever that came from. */
  static Map<String, Object> of(CommandSpec command) {
    Map<String, Object> values = new LinkedHashMap<>();
    command.options().stream()
        .filter(option -> !option.usageHelp())
        .forEach(
            option -> {
              Object value = option.getValue();
              if (value instanceof Optional<?> optional) {
                value = optional.orElse(null);
              }
              if (value != null && !value.equals("")) {
                values.put(option.longestName().substring(2), value);
              }
            });
    return values;
  }
}
