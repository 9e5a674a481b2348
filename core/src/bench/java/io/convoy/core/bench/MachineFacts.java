package io.convoy.core.bench;

import io.convoy.core.simd.Processor;
import io.convoy.core.simd.Simd;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the figures were measured on.
 *
 * @param caches of the first core, by name ({@code L1d}), as the kernel prints their sizes
 * @param vectorBits of the species in use, forced or not
 * @param fmaPeakGflops of one core, at that width
 * @param peerIsa what {@code ONEDNN_MAX_CPU_ISA} allows the peer, or null
 */
record MachineFacts(
    String processor,
    int cores,
    Map<String, String> caches,
    String os,
    String jdk,
    int vectorBits,
    double fmaPeakGflops,
    String peerIsa) {
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  static MachineFacts collect(double fmaPeakGflops) throws IOException {
    return new MachineFacts(
        Processor.name(),
        Runtime.getRuntime().availableProcessors(),
        readCaches(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        Simd.bits(),
        KernelResult.rounded(fmaPeakGflops),
        System.getenv("ONEDNN_MAX_CPU_ISA"));
  }

  private static Map<String, String> readCaches() throws IOException {
    Map<String, String> caches = new TreeMap<>();
    if (Files.isDirectory(CACHES)) {
      try (DirectoryStream<Path> indices = Files.newDirectoryStream(CACHES, "index*")) {
        for (Path index : indices) {
          String kind =
              switch (read(index, "type")) {
                case "Data" -> "d";
                case "Instruction" -> "i";
                default -> "";
              };
          caches.put("L" + read(index, "level") + kind, read(index, "size"));
        }
      }
    }
    return caches;
  }

  private static String read(Path index, String name) throws IOException {
    return Files.readString(index.resolve(name)).strip();
  }
}
