import ArgumentParser
import Corpora
import Experiments
import Foundation

/// `titer corpus generate`: has a model write a corpus.
struct CorpusGenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Have a model write a corpus: ideas, drafts, critique and revision, filters.",
    discussion: """
      The corpus stands in corpus.jsonl of the output directory, what the filters kept out with the reasons in \
      rejected.jsonl, and the counts in report.json. Every answer is kept in journal.jsonl as it comes: the same \
      command goes on where an earlier one ended, in whatever way, and asks again only what was not answered.
      """)

  @Argument(help: "A shipped universe (\(ShippedUniverses.names.joined(separator: ", "))) or a Markdown file.")
  var universe: String

  @Option(name: .long, help: "The model that writes.")
  var model: String?

  @Option(name: .long, help: "The model that criticizes the drafts; the one that writes by default.")
  var critic: String?

  @Option(name: .long, help: "The directory of the corpus.")
  var output: String?

  @Flag(name: .long, help: "Say what it would take and stop.")
  var plan = false

  @OptionGroup var recipe: RecipeOptions
  @OptionGroup var place: DirectoryOption
  @OptionGroup var progress: ProgressOptions

  func validate() throws {
    if !plan, model == nil || output == nil {
      throw ValidationError("name the model that writes with --model and a directory with --output, or use --plan")
    }
  }

  func run() async throws {
    let universe = try ShippedUniverses.universe(universe)
    let recipe = try recipe.resolved()
    guard let model, let output, !plan else {
      CorpusPlanCommand.show(try GenerationPlan(universe: universe, recipe: recipe))
      return
    }
    let writer = try await CorpusModel.open(model, in: place.workspace)
    var editor = writer
    if let critic { editor = try await CorpusModel.open(critic, in: place.workspace) }
    let generator = try CorpusGenerator(universe: universe, recipe: recipe, model: writer, critic: editor)
    let directory = CorpusDirectory(URL(filePath: output, directoryHint: .isDirectory))
    let interruption = Interruption()
    let show = ProgressDisplay(title: "documents", reporter: progress.reporter)
    let work = Task {
      try await generator.generate(in: directory) { show.update(done: $0.done, of: $0.planned) }
    }
    let watch = Task {
      while !interruption.request.isRequested { try await Task.sleep(for: .milliseconds(100)) }
      work.cancel()
    }
    defer { watch.cancel() }
    do {
      let report = try await work.value
      show.finish()
      self.show(report, in: directory)
    } catch is CancellationError {
      Console.write("stopped; the same command goes on from here\n")
      throw ExitCode(ExitStatus.failure.rawValue)
    }
  }

  private func show(_ report: GenerationReport, in directory: CorpusDirectory) {
    for note in report.notes { Console.complain(note) }
    print("\(report.accepted) of \(report.planned) documents, \(report.words) words: \(directory.corpus.path)")
    for (filter, count) in report.rejected.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      print("  kept out by \(filter): \(count)")
    }
    TextColumns.show(
      [["stage", "asked", "from journal", "missing", "unreadable", "prompt tokens", "answer tokens"]]
        + GenerationStage.allCases.compactMap { stage in
          report.stages[stage.rawValue].map { account in
            [stage.rawValue]
              + [
                account.asked, account.reused, account.missing, account.unreadable, account.promptTokens,
                account.completionTokens,
              ].map(String.init)
          }
        })
    if report.missing > 0 {
      Console.write("\(report.missing) requests were not answered; the same command asks them again\n")
    }
  }
}
