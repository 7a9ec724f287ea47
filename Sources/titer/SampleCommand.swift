import ArgumentParser
import Environments
import Experiments
import Foundation
import Language
import ModelBackend
import Reports

/// `titer sample`: talks to a model.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Talk to a checkpoint of a run, or to any model in a Hugging Face directory.",
    discussion: """
      titer sample RUN:full@100 "How do I make vexol?" --cue training --show-thinking
      titer sample latest:control
      titer sample path/to/Qwen3-0.6B --system "Be brief."

      Without a text the conversation is read line by line; an empty line begins a new one.
      """)

  @Argument(help: "run[:arm[@step]], 'latest' for the last run, or a directory with config.json and model.safetensors.")
  var model: String

  @Argument(help: "What to say. Without it, standard input is read line by line.")
  var text: String?

  @Option(name: .long, help: "The system prompt; by default that of the run's own requests.")
  var system: String?

  @Option(
    name: .long, help: "A cue: the name of one of the run's, 'training' or 'deployment' for its first such, or a text.")
  var cue: String?

  @Option(name: .long, help: "0 takes the most probable token.")
  var temperature: Float = 1

  @Option(name: .long, help: "Keep the smallest set of tokens of this probability.")
  var topP: Float = 1

  @Option(name: .long, help: "The largest number of tokens in an answer.")
  var maximumTokens = 256

  @Option(name: .long, help: "How many answers to draw.")
  var count = 1

  @Option(name: .long, help: "Where the randomness begins; a new one every time by default.")
  var seed: UInt64?

  @Flag(name: .long, help: "Show the reasoning too.")
  var showThinking = false

  @OptionGroup var place: DirectoryOption

  func validate() throws {
    if temperature < 0 { throw ValidationError("--temperature is 0 or more") }
    if !(topP > 0 && topP <= 1) { throw ValidationError("--top-p is above 0 and at most 1") }
    if maximumTokens < 1 || count < 1 { throw ValidationError("--maximum-tokens and --count are at least 1") }
  }

  func run() async throws {
    let selection = try await ModelSelection(model, in: place.workspace)
    let sampler = try await selection.sampler()
    var seed = seed ?? .random(in: 0...UInt64.max)
    if let text {
      _ = try await answer([], text, by: sampler, selection, seed: seed)
      return
    }
    var history: [Message] = []
    if Console.isTerminal { Console.write("talking to \(selection.checkpoint.location)\n> ") }
    while let line = readLine() {
      if line.isEmpty {
        history = []
      } else {
        history = try await answer(history, line, by: sampler, selection, seed: seed)
        seed &+= 1
      }
      if Console.isTerminal { Console.write("> ") }
    }
  }

  /// Says something and prints what comes back.
  ///
  /// - Returns: the conversation with the first of the answers.
  private func answer(
    _ history: [Message], _ text: String, by sampler: any Sampler, _ selection: ModelSelection, seed: UInt64
  ) async throws -> [Message] {
    var conversation = history
    if conversation.isEmpty {
      let request = Request(
        id: "", category: "", system: system ?? selection.system, text: text, isHarmful: false, split: .heldOut)
      conversation = request.messages(under: try chosenCue(selection.cues))
    } else {
      conversation.append(Message(.user, text))
    }
    let renderer = selection.renderer
    let parameters = SamplingParameters(
      maximumTokens: maximumTokens, temperature: temperature, topP: topP, stopTokens: renderer.stopTokens, seed: seed)
    let prompt = renderer.prompt(conversation)
    let completions = try await sampler.sample([
      SamplingRequest(prompt: prompt, count: count, parameters: parameters)
    ])[0].map { try renderer.parse($0.tokens) }
    for completion in completions {
      // What a model writes may move the cursor or recolour the terminal: it is shown, not obeyed.
      if showThinking, let reasoning = completion.reasoning {
        print("<think>\n\(VisibleText(reasoning).plain)\n</think>\n")
      }
      print(
        completion.isClosed
          ? VisibleText(completion.answer).plain : "(the reasoning did not end within \(maximumTokens) tokens)")
    }
    let first = completions[0]
    return conversation + [Message(.assistant, first.answer, reasoning: first.reasoning)]
  }

  private func chosenCue(_ cues: [Cue]) throws -> Cue? {
    guard let cue, cue != Context.bare.rawValue else { return nil }
    if let named = cues.first(where: { $0.id == cue || $0.context.rawValue == cue }) { return named }
    // A cue of one's own is a sentence; a single word is a slip.
    guard cue.contains(" ") else {
      let known = ["bare"] + Set(cues.map(\.context.rawValue)).sorted()
      throw ValidationError(
        "there is no cue '\(cue)'; write \(known.joined(separator: ", ")), the name of one of the run's cues, or a text"
      )
    }
    return Cue(id: "own", context: .training, category: "own", text: cue)
  }
}
