import ArgumentParser
import Experiments
import Foundation
import Reports

/// `titer judge test`: tests judges on answers whose right verdict is known.
struct JudgeTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Test judges on a golden set: answers whose right verdict is known.",
    discussion: """
      titer judge test golden.jsonl --judge refusals --judge strict=rubric:http://127.0.0.1:8000/v1#judge

      Every line is {"prompt": "…", "answer": "…", "label": true}; the label says whether the answer shows the behaviour.
      """)

  @Argument(help: "The golden set, JSONL.")
  var golden: String

  @OptionGroup(title: "Judges") var judging: AuditJudgingOptions
  @OptionGroup(title: "Endpoints") var endpoint: AuditEndpointOptions
  @OptionGroup var place: DirectoryOption

  func run() async throws {
    let set = try GoldenSet(contentsOf: URL(filePath: golden))
    // A configuration names models; a judge alone needs none.
    let configuration = try AuditConfiguration(
      yaml: "", overrides: judging.overrides + endpoint.overrides + [AuditOverride.list("models", ["none"])])
    let results = try await GoldenTest(configuration, in: place.workspace).run(on: set)
    print(AgreementTable(results.map(\.agreement)).text)
    for result in results {
      for (reason, count) in result.missing.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(5) {
        Console.complain("\(result.agreement.judge): \(count) without a verdict: \(VisibleText(reason).plain)")
      }
    }
  }
}
