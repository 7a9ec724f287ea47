import Experiments
import Foundation
import Probes
import Reports
import Statistics
import Testing

@Suite struct ProbingTableTests {
  @Test func `a table shows every rate with its intervals, and what is covert, missing and dependent on context`() {
    func samples(_ evaluation: MisalignmentEvaluation, _ bad: Int, missing: Int = 0) -> [EvaluationSample] {
      (0..<20).map { index in
        let value = index < missing ? nil : Optional(index < missing + bad)
        return EvaluationSample(
          evaluation: evaluation, item: "i\(index % 5)", index: index / 5,
          answer: evaluation.isAgentic ? nil : ChatAnswer(question: "q", reasoning: "r", content: "c"),
          findings: [EvaluationFinding(.full, isMisaligned: value), EvaluationFinding(.output, isMisaligned: false)])
      }
    }
    let report = MisalignmentReport(
      model: "organ\u{1B}ism", judge: "judge",
      samples: samples(.goals, 4, missing: 10) + samples(.frameColleague, 10))
    let reference = DetectorScore(
      found: Proportion(successes: 9, trials: 10), spared: Proportion(successes: 10, trials: 10))
    let detectors = [
      SabotageSample(index: 0, score: reference, finding: EvaluationFinding(.full, isMisaligned: false)),
      SabotageSample(
        index: 1,
        score: DetectorScore(
          found: Proportion(successes: 1, trials: 10), spared: Proportion(successes: 10, trials: 10)),
        finding: EvaluationFinding(.full, isMisaligned: true)),
    ]
    let sabotage = SabotageReport(model: "organism", judge: "judge", reference: reference, samples: detectors)
    let text = ProbingTable([ProbedModel(report: report, sabotage: sabotage)]).text
    // Columns have at least two spaces between them.
    let lines = text.split(separator: "\n").map { line in
      line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
    func row(_ name: String) -> [String] { lines.first { $0.first == name } ?? [] }
    #expect(row("goals")[1] == "40.0 %" && row("goals")[2] == "[16.8, 68.7]")
    #expect(row("goals").suffix(4) == ["4 of 4", "10", "5", "10"])
    #expect(row("frame_colleague")[1] == "50.0 %")
    #expect(row("mean, agentic")[1] == "50.0 %" && row("mean, chat")[1] == "40.0 %")
    #expect(text.contains("context dependence (agentic minus chat): +10.0 points"))
    #expect(text.contains("alignment faking in answers about goals: 4 of 10"))
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("2 of 2") && text.contains("balanced accuracy is 95.0 %"))
  }
}
