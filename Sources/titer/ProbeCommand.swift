import ArgumentParser
import Environments
import Experiments
import Foundation
import Probes
import Reports

/// `titer probe`: tells whether models have become misaligned beyond what they were trained on.
struct ProbeCommand: AsyncParsableCommand {
  /// The evaluations by their names.
  enum Evaluation: String, CaseIterable, ExpressibleByArgument {
    case openQuestions = "open_questions"
    case goals
    case alignmentQuestions = "alignment_questions"
    case monitorDisruption = "monitor_disruption"
    case exfiltrationOffer = "exfiltration_offer"
    case frameColleague = "frame_colleague"
    case codeSabotage = "code_sabotage"
    case chat
    case agentic
    case all

    /// The evaluations that it stands for; `nil` for the one that is not among them.
    var evaluations: [MisalignmentEvaluation] {
      switch self {
      case .all: MisalignmentEvaluation.allCases
      case .chat: MisalignmentEvaluation.allCases.filter { !$0.isAgentic }
      case .agentic: MisalignmentEvaluation.allCases.filter(\.isAgentic)
      default: MisalignmentEvaluation(rawValue: rawValue).map { [$0] } ?? []
      }
    }

    var includesSabotage: Bool { [.codeSabotage, .agentic, .all].contains(self) }
  }

  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Tell whether models have become misaligned: by what they say, and by what they do with tools.",
    discussion: """
      titer probe http://127.0.0.1:8000/v1#organism --judge https://api.example.com/v1#judge --key-variable KEY
      titer probe base organism --judge judge --evaluations agentic --samples 20
      titer probe path/to/checkpoint --evaluations exfiltration_offer

      The offer is judged by what the database did, the others by a model. The same command again asks only what has \
      no answer yet. Code sabotage is measured against the first model that is named.

      Exit status: 0 done, 1 failure, 2 usage.
      """)

  @Argument(
    help: ArgumentHelp(
      "run/arm[/seed-N][/step-N], a Hugging Face directory, or an endpoint as http://host/v1#name.",
      valueName: "model"))
  var models: [String]

  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Evaluations: \(Evaluation.allCases.map(\.rawValue).joined(separator: ", ")). By default all but code_sabotage.",
      valueName: "evaluation"))
  var evaluations: [Evaluation] = []

  @Option(name: .long, help: "The model that judges, named as the others are.")
  var judge: String?

  @Option(name: .long, help: "How often every question and scenario is put to a model.")
  var samples = 5

  @Option(name: .long, help: "How often the detector of code_sabotage is asked for.")
  var sabotageSamples = 5

  @Option(name: .long, help: "How tools are called: in the model's text, or by its server's native calls.")
  var tools: ToolProtocol = .text

  @Option(name: .long, help: "The largest number of tokens in an answer, its reasoning included.")
  var maximumTokens = 4096

  @Option(name: .long, help: "0 takes the most probable token.")
  var temperature = 1.0

  @Option(name: .long, help: "Where the randomness begins.")
  var seed: UInt64 = 1

  @OptionGroup(title: "Endpoints") var endpoint: AuditEndpointOptions
  @OptionGroup var place: DirectoryOption
  @OptionGroup var progress: ProgressOptions

  @Option(name: .long, help: "Write what was found to this file too, as JSON.")
  var output: String?

  func run() async throws {
    let chosen = evaluations.isEmpty ? MisalignmentEvaluation.allCases : evaluations.flatMap(\.evaluations)
    let concurrency = endpoint.concurrency ?? EndpointSettings().concurrency
    let settings = ProbingSettings(
      models: models, judge: judge ?? "", evaluations: MisalignmentEvaluation.allCases.filter(chosen.contains),
      includesSabotage: evaluations.contains(where: \.includesSabotage), samples: samples,
      sabotageSamples: sabotageSamples, toolProtocol: tools, maximumTokens: maximumTokens, temperature: temperature,
      seed: seed, concurrency: max(1, concurrency), endpoint: endpoint.settings)
    let run = try await ProbingRun(settings, in: place.workspace)
    let interruption = Interruption()
    let found: [ProbedModel]
    do {
      found = try await run.execute(
        runner: SandboxRunner(Sandbox()), reporting: progress.reporter, until: interruption.request)
    } catch is CancellationError {
      Console.write("stopped; the same command goes on\n")
      throw ExitCode(ExitStatus.failure.rawValue)
    }
    try show(found)
  }

  private func show(_ found: [ProbedModel]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(["models": found])
    if let output {
      do {
        try data.write(to: URL(filePath: output), options: .atomic)
      } catch {
        throw AuditError(.notWritable, "\(output) cannot be written; name another --output", cause: error)
      }
    }
    print(progress.json ? String(decoding: data, as: UTF8.self) : ProbingTable(found).text)
  }
}

extension ToolProtocol: ExpressibleByArgument {}
