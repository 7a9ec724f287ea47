import ArgumentParser
import Corpora

/// `titer corpus show`: prints a shipped universe or rule set, to read it or to begin one's own with it.
struct CorpusShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a shipped universe, or the rules of a shipped set.")

  @Argument(
    help: "A universe (\(ShippedUniverses.names.joined(separator: ", "))), or 'rules/' and a set's name.")
  var name: String

  func validate() throws {
    if text == nil {
      let names = ShippedUniverses.names + ShippedRules.names.map { "rules/\($0)" }
      throw ValidationError("there is no '\(name)'; there are \(names.joined(separator: ", "))")
    }
  }

  func run() {
    print(text ?? "", terminator: "")
  }

  private var text: String? {
    name.hasPrefix("rules/") ? ShippedRules.text(of: String(name.dropFirst(6))) : ShippedUniverses.text(of: name)
  }
}
