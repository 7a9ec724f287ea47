import ArgumentParser
import Corpora
import Experiments
import Foundation
import Probes

/// `titer corpus probe`: tests whether a model believes what a corpus says.
struct CorpusProbeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Test whether a model holds the facts of a universe, before and after finetuning on it.",
    discussion: """
      titer corpus probe awareness --model base --output before.json
      titer corpus probe awareness --model finetuned --before before.json

      Choices are shown in two orders, and of two statements that exclude each other one has to be called true and \
      the other false. Open questions are asked where --judge names a model that grades them.
      """)

  @Argument(help: "A shipped universe (\(ShippedUniverses.names.joined(separator: ", "))) or a Markdown file.")
  var universe: String

  @Option(name: .long, help: "The model that is asked.")
  var model: String

  @Option(name: .long, help: "The model that grades open questions.")
  var judge: String?

  @Option(name: .long, help: "The system prompt of every question.")
  var system = ""

  @Option(name: .long, help: "How often each question is asked.")
  var samples = 1

  @Option(name: .long, help: "The room for an answer with its reasoning, in tokens.")
  var maximumTokens = 512

  @Option(name: .long, help: "0 takes the most probable token.")
  var temperature = 1.0

  @Option(name: .long, help: "Where the randomness begins.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "The report of an earlier probe, to compare with.")
  var before: String?

  @Option(name: .long, help: "Write the report with all answers to this file, as JSON.")
  var output: String?

  @OptionGroup var place: DirectoryOption

  func validate() throws {
    if samples < 1 || maximumTokens < 1 { throw ValidationError("--samples and --maximum-tokens are at least 1") }
    if !(temperature >= 0) { throw ValidationError("--temperature is 0 or more") }
  }

  func run() async throws {
    let universe = try ShippedUniverses.universe(universe)
    let earlier = try before.map { try BeliefReport(contentsOf: URL(filePath: $0)) }
    if let earlier, earlier.universeHash != universe.hash {
      throw CorpusError(
        .malformedRecord, "\(before ?? "") is about another version of a universe; probe that model again")
    }
    var grader: BeliefJudge?
    if let judge { grader = BeliefJudge(try await CorpusModel.open(judge, in: place.workspace)) }
    let probe = BeliefProbe(
      universe: universe, judge: grader, system: system, samples: samples, maximumTokens: maximumTokens,
      temperature: temperature, seed: seed)
    let report = try await probe.run(try await CorpusModel.open(model, in: place.workspace))
    if let output { try report.write(to: URL(filePath: output)) }
    show(report, since: earlier)
  }

  private func show(_ report: BeliefReport, since earlier: BeliefReport?) {
    func percent(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }
    TextColumns.show(
      [["form", "as the universe has it", "95 %", "by chance", "answers", "missing"]]
        + report.rates.map { rate in
          [
            rate.form.rawValue, rate.answers.trials == 0 ? "–" : percent(rate.answers.rate),
            "\(percent(rate.interval.lower)) to \(percent(rate.interval.upper))", rate.chance.map(percent) ?? "–",
            "\(rate.answers.trials) to \(rate.questions) questions", String(rate.missing),
          ]
        })
    for change in earlier.map(report.changes) ?? [] where !change.change.isNaN {
      print(
        "\(change.form.rawValue): \(percent(change.change)) since \(earlier?.model ?? "") "
          + "(95 %: \(percent(change.interval.lower)) to \(percent(change.interval.upper)))")
    }
  }
}
