package io.convoy.job.source;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The {@linkplain Storage#name names} of many files, with the length and the time of change that
 * the listing told of each, in little memory.
 *
 * <p>A file takes 24 bytes and the bytes of its own name in UTF-8; the name of its folder is held
 * once for all files in it. A name becomes a string only when it is asked for.
 */
public final class FileList extends AbstractList<String> implements RandomAccess {
  private static final String[] NO_FOLDERS = {};

  private int size;
  private String[] folders = NO_FOLDERS;
  private int[] folder = new int[4];
  private byte[] names = new byte[64];
  private int[] ends = new int[4];
  private long[] lengths = new long[4];
  private long[] times = new long[4];

  /** Where a folder stands among {@link #folders}; only who builds a list needs it. */
  private transient Map<String, Integer> known;

  /**
   * Adds a file.
   *
   * @param name as {@link Storage#name} writes it
   * @param length its bytes
   * @param time when it was changed, in milliseconds since 1970
   */
  public void add(String name, long length, long time) {
    int slash = name.lastIndexOf('/') + 1;
    byte[] own = name.substring(slash).getBytes(StandardCharsets.UTF_8);
    if (size == ends.length) {
      int larger = size + (size >> 1);
      folder = Arrays.copyOf(folder, larger);
      ends = Arrays.copyOf(ends, larger);
      lengths = Arrays.copyOf(lengths, larger);
      times = Arrays.copyOf(times, larger);
    }
    int start = start(size);
    int end = Math.addExact(start, own.length);
    if (end > names.length) {
      names = Arrays.copyOf(names, (int) Math.min(Integer.MAX_VALUE - 8L, end + (end >> 1)));
    }
    System.arraycopy(own, 0, names, start, own.length);
    folder[size] = folder(name.substring(0, slash));
    ends[size] = end;
    lengths[size] = length;
    times[size] = time;
    size++;
  }

  /** Adds all files of another list behind those of this one. */
  public void addAll(FileList others) {
    for (int file = 0; file < others.size; file++) {
      add(others.get(file), others.length(file), others.time(file));
    }
  }

  /** The files from one position up to another. */
  public FileList slice(int from, int to) {
    FileList slice = new FileList();
    for (int file = from; file < to; file++) {
      slice.add(get(file), length(file), time(file));
    }
    slice.trim();
    return slice;
  }

  /** Gives back what was reserved for files that did not come. */
  public void trim() {
    folder = Arrays.copyOf(folder, size);
    ends = Arrays.copyOf(ends, size);
    lengths = Arrays.copyOf(lengths, size);
    times = Arrays.copyOf(times, size);
    names = Arrays.copyOf(names, start(size));
    known = null;
  }

  @Override
  public int size() {
    return size;
  }

  /** The name of a file. */
  @Override
  public String get(int file) {
    Objects.checkIndex(file, size);
    int start = start(file);
    return folders[folder[file]]
        + new String(names, start, ends[file] - start, StandardCharsets.UTF_8);
  }

  /** Bytes of a file. */
  public long length(int file) {
    return lengths[Objects.checkIndex(file, size)];
  }

  /** When a file was changed, in milliseconds since 1970. */
  public long time(int file) {
    return times[Objects.checkIndex(file, size)];
  }

  private int start(int file) {
    return file == 0 ? 0 : ends[file - 1];
  }

  private int folder(String name) {
    // Files of a folder follow one another, as a rule.
    if (size > 0 && folders[folder[size - 1]].equals(name)) {
      return folder[size - 1];
    }
    if (known == null) {
      known = new HashMap<>();
      for (int i = 0; i < folders.length; i++) {
        known.put(folders[i], i);
      }
    }
    return known.computeIfAbsent(
        name,
        each -> {
          folders = Arrays.copyOf(folders, folders.length + 1);
          folders[folders.length - 1] = each;
          return folders.length - 1;
        });
  }
}
