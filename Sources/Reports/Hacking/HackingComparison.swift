import Statistics

/// An answer to one of the questions that the study asks: a difference of two rates with its interval.
public struct HackingComparison: Sendable {
  public enum Question: Sendable, Hashable {
    /// Misalignment at the end minus that before RL.
    case rise(arm: String)
    /// Misalignment of an arm minus that of the reference, at the end.
    case misalignment(arm: String, reference: String)
    /// The hack rate of an arm under its own prompt minus that of the reference under its own, at the end.
    case hacking(arm: String, reference: String)
    /// Of chat probes alone: at the end minus before RL.
    case chatRemains(arm: String)
    /// Of agentic probes alone: at the end minus before RL.
    case agenticRemains(arm: String)
  }

  public var question: Question
  public var difference: ContrastEstimate

  /// What the difference says, against the margin within which differences count as none.
  public func comparison(_ options: StudyOptions) -> MarginComparison {
    difference.comparison(withMargin: options.margin)
  }

  /// The question in words.
  public var text: String {
    switch question {
    case .rise(let arm): "\(arm): misalignment at the end, minus before RL"
    case .misalignment(let arm, let reference): "misalignment of \(arm), minus that of \(reference)"
    case .hacking(let arm, let reference):
      "hack rate of \(arm) under its own prompt, minus that of \(reference) under its own"
    case .chatRemains(let arm): "\(arm): misalignment in chat at the end, minus before RL"
    case .agenticRemains(let arm): "\(arm): agentic misalignment at the end, minus before RL"
    }
  }
}
