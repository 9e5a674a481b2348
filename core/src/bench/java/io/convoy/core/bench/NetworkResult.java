package io.convoy.core.bench;

/**
 * What was measured of one network beside one peer.
 *
 * @param network the file's name without its ending
 * @param batch images of a run
 * @param threads of each side
 * @param peer who else ran it
 * @param oursMs our time for one image: the median run over its images
 * @param peerMs the peer's
 * @param ratio the peer's time over ours: above 1, we are faster
 * @param maxRelativeError largest difference of two outputs, over the largest magnitude
 * @param arenaBytes what we hold activations in, all threads together
 * @param peerMemoryBytes what the process grew by while the peer loaded the network and ran it
 *     once, its weights among it
 */
record NetworkResult(
    String network,
    int batch,
    int threads,
    String peer,
    Double oursMs,
    Double peerMs,
    Double ratio,
    Double maxRelativeError,
    long arenaBytes,
    long peerMemoryBytes) {}
