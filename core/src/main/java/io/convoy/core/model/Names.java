package io.convoy.core.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Finds tensors by name or glob, and the nearest names where there is none. */
final class Names {
  private static final int SUGGESTIONS = 3;

  private Names() {}

  /**
   * The tensors that a pattern means, in the model's order.
   *
   * @throws IllegalArgumentException where it means none
   */
  static List<String> matching(List<String> tensors, String pattern) {
    if (tensors.contains(pattern)) {
      return List.of(pattern);
    }
    List<String> found = new ArrayList<>();
    if (pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0) {
      Pattern glob = glob(pattern);
      tensors.stream().filter(name -> glob.matcher(name).matches()).forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no layer of that name: layer=" + pattern + ", nearest=" + nearest(tensors, pattern));
    }
    return found;
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  static List<String> nearest(List<String> tensors, String name) {
    return tensors.stream()
        .sorted(Comparator.comparingInt(candidate -> distance(candidate, name)))
        .limit(SUGGESTIONS)
        .toList();
  }

  /** Insertions, deletions and replacements that make one name of the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
