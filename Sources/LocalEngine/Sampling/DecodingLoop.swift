import Language
import ModelBackend

/// Draws completions on one thread, sixteen at a time: where one ends, the next one of the queue takes its row.
struct DecodingLoop {
  private let panel: Panel
  private let shape: KeyValueSegment.Shape
  private var batch: DecodingBatch<Void>

  init(_ panel: Panel) {
    self.panel = panel
    shape = KeyValueSegment.Shape(panel.model.configuration)
    batch = DecodingBatch(panel)
  }

  /// Works until the queue has nothing more.
  mutating func run(_ queue: CompletionQueue) {
    while true {
      fill(from: queue)
      if batch.slots.isEmpty || queue.hasFailed { return }
      do {
        try batch.step { slot, draw, lane in
          let token = try draw.token(lane: lane) { slot.completion.nextUnit() }
          slot.completion.append(token, logProbability: draw.logProbability(of: token, lane: lane))
        }
      } catch {
        return queue.fail(error)
      }
      batch.leave { slot in
        if slot.completion.isFinished { queue.finish(slot.completion) }
        return slot.completion.isFinished
      }
    }
  }

  private mutating func fill(from queue: CompletionQueue) {
    while batch.hasRoom {
      switch queue.next(isIdle: batch.slots.isEmpty) {
      case .read(let number):
        let tokens = queue.beginning(ofPrompt: number)
        let segment = KeyValueSegment(shape, capacity: tokens.count)
        panel.read(tokens, into: segment)
        queue.finish(prompt: number, with: segment)
      case .draw(let completion, let prefix): batch.join(completion, prefix: prefix, owner: ())
      case .later, .nothing: return
      }
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
      read(tokens, at: places, into: segment)
      afterEach(places)
    }
  }

  /// Reads the tokens at `places`, sixteen at most, into a segment that holds all before them.
  func read(_ tokens: ArraySlice<TokenID>, at places: Range<Int>, into segment: KeyValueSegment) {
    segment.extend(by: places.count)
    read(
      places.map { place in
        Row(
          token: tokens[tokens.startIndex + place], position: place, prefix: nil, own: segment.view(count: place + 1))
      })
  }
}
