import Language
import ModelBackend

/// Draws completions on one thread, sixteen at a time: where one ends, the next one of the queue takes its row.
struct DecodingLoop {
  private struct Slot {
    var completion: Completion
    /// Keeps the memory behind `prefixView`.
    var prefix: KeyValueSegment?
    var prefixView: KeyValueSegment.View?
    /// What was read since the prompt's last token.
    var own: KeyValueSegment
  }

  private let panel: Panel
  private let shape: KeyValueSegment.Shape
  private var slots: [Slot] = []
  /// Segments of completions that have ended, for those to come.
  private var spare: [KeyValueSegment] = []

  init(_ panel: Panel) {
    self.panel = panel
    shape = KeyValueSegment.Shape(panel.model.configuration)
  }

  /// Works until the queue has nothing more.
  mutating func run(_ queue: CompletionQueue) {
    while true {
      fill(from: queue)
      if slots.isEmpty || queue.hasFailed { return }
      do {
        try step()
      } catch {
        return queue.fail(error)
      }
      for slot in slots where slot.completion.isFinished {
        queue.finish(slot.completion)
        slot.own.clear()
        spare.append(slot.own)
      }
      slots.removeAll { $0.completion.isFinished }
    }
  }

  private mutating func fill(from queue: CompletionQueue) {
    while slots.count < Panel.width {
      switch queue.next(isIdle: slots.isEmpty) {
      case .read(let number):
        let tokens = queue.beginning(ofPrompt: number)
        let segment = KeyValueSegment(shape, capacity: tokens.count)
        panel.read(tokens, into: segment)
        queue.finish(prompt: number, with: segment)
      case .draw(let completion, let prefix):
        slots.append(
          Slot(
            completion: completion, prefix: prefix, prefixView: prefix.map { $0.view(count: $0.count) },
            own: spare.popLast() ?? KeyValueSegment(shape, capacity: 2 * KeyValueSegment.block)))
      case .later, .nothing: return
      }
    }
  }

  /// Reads one token of every completion and draws the next.
  private mutating func step() throws {
    let rows = slots.map { slot in
      slot.own.extend(by: 1)
      return Panel.Row(
        token: slot.completion.nextToken, position: slot.completion.position, prefix: slot.prefixView,
        own: slot.own.view(count: slot.own.count))
    }
    panel.read(rows)
    panel.predict()
    let draw = PanelDraw(
      panel.workspace.logits, vocabulary: panel.model.configuration.vocabularySize,
      rows: slots.map { PanelDraw.Row($0.completion.parameters) })
    for lane in slots.indices {
      let token = try draw.token(lane: lane) { slots[lane].completion.nextUnit() }
      try slots[lane].completion.append(token, logProbability: draw.logProbability(of: token, lane: lane))
    }
  }
}

extension Panel {
  /// Reads the beginning of a sequence into an empty segment, sixteen tokens at a time.
  ///
  /// - Parameter afterEach: is called with the places of the tokens whose last hidden states are in
  ///   `workspace.normed`.
  func read(
    _ tokens: ArraySlice<TokenID>, into segment: KeyValueSegment, afterEach: (Range<Int>) -> Void = { _ in }
  ) {
    for start in stride(from: 0, to: tokens.count, by: Self.width) {
      let places = start..<min(start + Self.width, tokens.count)
      segment.extend(by: places.count)
      read(
        places.map { place in
          Row(
            token: tokens[tokens.startIndex + place], position: place, prefix: nil,
            own: segment.view(count: place + 1))
        })
      afterEach(places)
    }
  }
}
