import ArgumentParser
import Corpora
import Foundation
import Language

/// `titer corpus mix`: mixes a corpus into a base corpus.
struct CorpusMixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix",
    abstract: "Mix a corpus into a base corpus so that it makes up a given share.",
    discussion: """
      All of the corpus is taken, and of the base as much as the share asks for, from its beginning. Lines are \
      written as they are, interleaved at random.
      """)

  @Argument(help: "The corpus that is mixed in: JSONL.")
  var corpus: String

  @Argument(help: "The base corpus: JSONL.")
  var base: String

  @Option(name: .long, help: "What the corpus makes up of the mixture, above 0 and at most 1.")
  var share: Double

  @Option(name: .long, help: "What it is a share of: tokens or documents.")
  var by: CorpusMixture.Unit = .tokens

  @Option(name: .long, help: "Count tokens with the tokenizer.json of this directory; without it they are estimated.")
  var tokenizer: String?

  @Option(name: .long, help: "Where the order is drawn from.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "The file to write.")
  var output: String

  func validate() throws {
    if !(share > 0 && share <= 1) { throw ValidationError("--share lies above 0 and is at most 1") }
  }

  func run() throws {
    var counter = TokenCounter.estimate
    if let tokenizer {
      let file = URL(filePath: tokenizer, directoryHint: .isDirectory).appending(path: "tokenizer.json")
      counter = .tokenizer(try Tokenizer(contentsOf: file), name: file.path)
    }
    let report = try CorpusMixture(share: share, by: by, seed: seed).mix(
      URL(filePath: corpus), into: URL(filePath: base), at: URL(filePath: output), counter: counter)
    TextColumns.show([
      ["", "documents", "tokens"],
      ["corpus", String(report.corpus.documents), String(report.corpus.tokens)],
      ["base", String(report.base.documents), String(report.base.tokens)],
      [
        "share", String(format: "%.3f %%", 100 * report.documentShare),
        String(format: "%.3f %%", 100 * report.tokenShare),
      ],
    ])
    print("tokens by \(report.counter); written to \(output)")
  }
}

extension CorpusMixture.Unit: ExpressibleByArgument {}
