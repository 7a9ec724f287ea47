import ArgumentParser

/// `titer judge`: holds the judges of an audit against people.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract:
      "Hold judges against people: label answers blindly, measure agreement, correct rates, test on a golden set.",
    discussion: """
      titer judge export latest --count 100 --output labels.csv
      titer judge import latest labels.csv --rater anna
      titer judge agreement latest
      titer judge test golden.jsonl --judge rubric:http://127.0.0.1:8000/v1#judge
      """,
    subcommands: [
      JudgeExportCommand.self, JudgeImportCommand.self, JudgeAgreementCommand.self, JudgeTestCommand.self,
    ])
}
