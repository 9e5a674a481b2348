/**
 * Faults on a real cluster: runs are disturbed at random, and what they leave is held against what
 * an undisturbed run wrote.
 *
 * <p>{@link io.convoy.job.chaos.Chaos} is the command and tells the story of a run. Jobs are
 * started and processes hit as a user or an accident would: by {@code scripts/convoy} and by
 * signals. Only the outputs are read in this JVM. Compiled in the Maven profile {@code bench-job}
 * alone.
 */
package io.convoy.job.chaos;
