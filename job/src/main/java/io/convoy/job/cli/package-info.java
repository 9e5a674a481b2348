/**
 * The command line: one class a command, the words that options take, and the settings that stand
 * behind unset options.
 *
 * <p>Nothing is computed here. A command turns words into a request, hands it to {@code execute},
 * and prints what comes back through {@code report}. Start at {@link io.convoy.job.cli.Convoy}.
 */
package io.convoy.job.cli;
