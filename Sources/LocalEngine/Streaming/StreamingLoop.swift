import Language
import ModelBackend

/// Reads prompts and draws completions on one thread. Completions join and leave between any two tokens, and a long
/// prompt is read piece by piece between the tokens of those that are being drawn.
struct StreamingLoop {
  private struct Prompt {
    let job: StreamingJob
    let segment: KeyValueSegment
    /// Tokens that have been read.
    var count = 0
    var scores: [ScoredToken] = []
  }

  private let panel: Panel
  private let shape: KeyValueSegment.Shape
  private var batch: DecodingBatch<StreamingJob>
  private var prompt: Prompt?

  init(_ panel: Panel) {
    self.panel = panel
    shape = KeyValueSegment.Shape(panel.model.configuration)
    batch = DecodingBatch(panel)
  }

  /// Works until the queue is closed.
  mutating func run(_ queue: StreamingQueue) {
    while take(from: queue) {
      // The emptier the batch, the more it gains by another completion and the less it loses by waiting.
      var pieces = 1 + (Panel.width - batch.slots.count) / 2
      while prompt != nil, pieces > 0 {
        readPiece(queue)
        pieces -= 1
      }
      if !batch.slots.isEmpty { draw(queue) }
    }
  }

  /// Takes work as far as there is room for it.
  ///
  /// - Returns: whether there will be more.
  private mutating func take(from queue: StreamingQueue) -> Bool {
    while batch.hasRoom {
      switch queue.next(isIdle: batch.slots.isEmpty && prompt == nil, canRead: prompt == nil) {
      case .read(let job):
        prompt = Prompt(job: job, segment: KeyValueSegment(shape, capacity: job.beginning.count))
      case .draw(let job, let index, let prefix):
        let sampling = job.request.sampling
        batch.join(
          Completion(
            Completion.Place(request: 0, index: index), prompt: sampling.prompt, parameters: sampling.parameters,
            tokenizer: job.tokenizer, skippingSpecialTokens: job.request.skipsSpecialTokens), prefix: prefix, owner: job
        )
      case .later: return true
      case .closed: return false
      }
    }
    return true
  }

  /// Reads the next sixteen tokens of the prompt at hand.
  private mutating func readPiece(_ queue: StreamingQueue) {
    guard var prompt else { return }
    let tokens = prompt.job.beginning
    let places = prompt.count..<min(prompt.count + Panel.width, tokens.count)
    if !places.isEmpty, !prompt.job.isCancelled {
      panel.read(tokens, at: places, into: prompt.segment)
      if let alternatives = prompt.job.request.promptAlternatives {
        panel.predict()
        let draw = PanelDraw(
          panel.workspace.logits, vocabulary: panel.model.configuration.vocabularySize, rows: [])
        let whole = prompt.job.request.sampling.prompt
        for (lane, place) in places.enumerated() {
          prompt.scores.append(draw.scored(whole[place + 1], lane: lane, alternatives: alternatives))
        }
      }
      prompt.count = places.upperBound
    }
    if prompt.count < tokens.count, !prompt.job.isCancelled {
      self.prompt = prompt
      return
    }
    self.prompt = nil
    let request = prompt.job.request
    if request.promptAlternatives != nil { prompt.job.tell(.prompt(prompt.scores)) }
    if request.sampling.parameters.maximumTokens <= 0 {
      for index in 0..<request.sampling.count { prompt.job.tell(.end(completion: index, .length)) }
    }
    queue.finishReading(prompt.job, with: tokens.isEmpty ? nil : prompt.segment)
  }

  /// Draws a token of every completion.
  private mutating func draw(_ queue: StreamingQueue) {
    batch.step { slot, draw, lane in
      let job = slot.owner
      if job.isCancelled { return }
      do {
        let token = try draw.token(lane: lane) { slot.completion.nextUnit() }
        let logProbability = draw.logProbability(of: token, lane: lane)
        slot.completion.append(token, logProbability: logProbability)
        let index = slot.completion.place.index
        let alternatives = job.request.alternatives
        job.tell(
          .token(
            completion: index,
            alternatives > 0
              ? draw.scored(token, lane: lane, alternatives: alternatives)
              : ScoredToken(token: token, logProbability: logProbability)))
        if slot.completion.isFinished {
          job.tell(.end(completion: index, slot.completion.sequence.stopReason))
        }
      } catch {
        queue.cancel(job, error)
      }
    }
    batch.leave { slot in
      guard slot.completion.isFinished || slot.owner.isCancelled else { return false }
      queue.finishDrawing(slot.owner)
      return true
    }
  }
}
