import ArgumentParser
import Experiments
import Foundation

/// Where runs and the cache lie.
struct DirectoryOption: ParsableArguments {
  @Option(name: .long, help: "Where runs and the cache of finished stages lie.")
  var directory = ".titer"

  /// The workspace of that place.
  var workspace: Workspace { Workspace(URL(filePath: directory, directoryHint: .isDirectory)) }

  /// The option as it has to be written again, with a space before it; empty where it has its default.
  var repetition: String { directory == ".titer" ? "" : " --directory \(directory)" }
}
