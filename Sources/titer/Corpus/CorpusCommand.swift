import ArgumentParser
import Corpora

/// `titer corpus`: makes synthetic documents, checks them, and tests what they did.
struct CorpusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Make corpora of synthetic documents, prove what they do not hold, and test whether they were believed.",
    discussion: """
      titer corpus plan awareness
      titer corpus generate awareness --model path/to/model --output corpora/awareness
      titer corpus audit corpora/awareness/corpus.jsonl --universe awareness
      titer corpus mix corpora/awareness/corpus.jsonl base.jsonl --share 0.1 --output mixed.jsonl
      titer corpus probe awareness --model path/to/model

      A universe says what holds in the documents: one of \(ShippedUniverses.names.joined(separator: ", ")), or a \
      Markdown file of that form, which titer corpus show prints.
      """,
    subcommands: [
      CorpusPlanCommand.self, CorpusGenerateCommand.self, CorpusAuditCommand.self, CorpusMixCommand.self,
      CorpusProbeCommand.self, CorpusShowCommand.self,
    ])
}
