import Experiments
import Synchronization
import Testing

@Suite struct ProgressTests {
  /// Collects what a reporter writes.
  private final class Page: Sendable {
    private let content = Mutex("")
    var text: String { content.withLock { $0 } }
    func write(_ text: String) { content.withLock { $0 += text } }
  }

  private let progress = StageProgress(
    stageID: "base-1", title: "base model · seed 1", number: 1, count: 9, step: 30, steps: 300, rate: 6.25,
    remaining: 43.2, runRemaining: 3912, metrics: ["loss": 1.25, "grad_norm": .infinity])

  @Test func `a terminal line is drawn over the one before`() {
    let page = Page()
    TerminalProgress(width: { 200 }, write: page.write).report(.stageAdvanced(progress))
    #expect(
      page.text
        == "\r\u{1B}[2K[1/9] base model · seed 1  30/300  6.2 steps/s  43 s left  1 h 5 min in all  loss 1.250")
  }

  @Test func `a terminal line fits the terminal`() {
    let page = Page()
    TerminalProgress(width: { 40 }, write: page.write).report(.stageAdvanced(progress))
    #expect(page.text.replacing("\r\u{1B}[2K", with: "").count == 39)
  }

  @Test func `plain lines come at even intervals`() {
    let page = Page()
    let reporter = PlainProgress(write: page.write)
    var step = progress
    for index in 1...300 {
      step.step = index
      reporter.report(.stageAdvanced(step))
    }
    #expect(page.text.split(separator: "\n").count == 9)
    #expect(page.text.hasPrefix("[1/9] base model · seed 1: 30/300, 6.2 steps/s, 43 s left"))
  }

  @Test func `a JSON line leaves out what is no number`() {
    let page = Page()
    JSONProgress(write: page.write).report(.stageAdvanced(progress))
    #expect(
      page.text == """
        {"count":9,"event":"stage_advanced","metrics":{"loss":1.25},"number":1,"rate":6.25,"remaining":43.2,\
        "run_remaining":3912,"stage":"base-1","step":30,"steps":300}

        """)
  }
}
