import ArgumentParser
import Experiments

/// How much a long command shows of itself.
struct ProgressOptions: ParsableArguments {
  @Flag(name: .long, help: "Show no progress.")
  var quiet = false

  @Flag(name: .long, help: "Show progress as one JSON object a line, on standard error.")
  var json = false

  func validate() throws {
    if quiet && json { throw ValidationError("--quiet and --json exclude one another") }
  }

  /// A redrawn line on a terminal, plain lines elsewhere.
  var reporter: any ProgressReporter {
    if quiet { return SilentProgress() }
    if json { return JSONProgress(write: Console.write) }
    return Console.isTerminal
      ? TerminalProgress(width: { Console.width }, write: Console.write) : PlainProgress(write: Console.write)
  }
}
