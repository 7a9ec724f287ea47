import Environments
import Testing

@Suite struct VerdictFormatTests {
  private func verdict(_ text: String, _ format: VerdictFormat = .json, status: Int32? = 0) -> GraderVerdict {
    format.verdict(in: GraderOutput(output: text, status: status))
  }

  @Test(arguments: [
    (#"{"reward": 0.5}"#, 0.5), (#"{"passed": true}"#, 1), (#"{"passed": false, "detail": "x"}"#, 0),
    ("noise\n{\"score\": 1}\n\n", 1), (#"{"verdict": "PASS"}"#, 1), (#"{"status": "failed"}"#, 0),
    (#"{"result": {"reward": 1}}"#, 1), ("{\n  \"reward\": 1\n}", 1), (#"{"reward": Infinity}"#, .infinity),
    (#"{"why": "NaN", "reward": -Infinity}"#, -.infinity),
  ])
  func `an object's verdict is read, on one line or many, with the numbers that Python writes`(
    text: String, reward: Double
  ) {
    #expect(verdict(text) == .reward(reward))
  }

  @Test func `NaN is a reward that is none`() {
    guard case .reward(let value) = verdict(#"{"reward": NaN, "note": "a \"NaN\" in a text"}"#) else {
      Issue.record("no reward")
      return
    }
    #expect(value.isNaN)
  }

  @Test(arguments: [#"{"reward": "1.0"}"#, #"{"reward": [1]}"#, #"{"score": "high"}"#])
  func `a reward that is no number is said to be malformed`(text: String) {
    guard case .malformed = verdict(text) else {
      Issue.record("\(verdict(text))")
      return
    }
  }

  @Test(arguments: ["", "1.0", "{", #"{"reward": null}"#, #"{"unknown": 1}"#, "[1]"])
  func `what is no verdict is none`(text: String) {
    guard case .missing = verdict(text) else {
      Issue.record("\(verdict(text))")
      return
    }
  }

  @Test func `the last line is a number, or true or false`() {
    #expect(verdict("seen 3\n0.25\n", .number) == .reward(0.25))
    #expect(verdict("True", .number) == .reward(1))
    #expect(verdict("inf", .number) == .reward(.infinity))
    guard case .missing = verdict("0.25\nall done", .number) else {
      Issue.record("a word is no number")
      return
    }
  }

  @Test func `a status is a pass, a failure, or none where the process was killed or not done`() {
    #expect(verdict("", .status, status: 0) == .reward(1))
    #expect(verdict("", .status, status: 2) == .reward(0))
    for status in [137, nil] as [Int32?] {
      guard case .missing = verdict("", .status, status: status) else {
        Issue.record("\(String(describing: status))")
        return
      }
    }
  }
}
