import Foundation
import LocalEngine
import ModelBackend

/// Runs the same training step by step in `torch`, `transformers` and `peft`, one sequence at a time.
struct TransformersOracle {
  /// What Python is asked to do: for every step forward and backward over its data, then a step of AdamW.
  private struct Request: Encodable {
    struct Datum: Encodable {
      var tokens: [Int32]
      var targets: [Int32]
      var weights: [Float]
      var advantages: [Float]
      var sampler: [Float]
      var reference: [Float]
    }

    var steps: [[Datum]]
    var loss: Loss
    var learningRate: Float
    var beta1: Float
    var beta2: Float
    var epsilon: Float
    var weightDecay: Float
    var maximumGradientNorm: Float
    var gradientDivisor: Float
    var hasAdapters: Bool
  }

  /// What Python computed: `loss.N`, `norm.N`, `logprobs.N` (all data one after the other), gradients after the first
  /// step's backward pass as `grad/NAME`, trained weights at the end as `weight/NAME`, and, of adapters, the merged
  /// model's weights as `merged/NAME`.
  let results: SafetensorsFile

  init(_ checkpoint: LocalCheckpoint, steps: [[Datum]], loss: Loss, optimizer: AdamParameters) async throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("titer-oracle-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let model = directory.appendingPathComponent("model")
    try LocalCheckpoint(weights: checkpoint.weights).write(to: model)
    if let adapters = checkpoint.adapters {
      try LocalCheckpoint(weights: checkpoint.weights, adapters: adapters, base: model)
        .write(to: directory.appendingPathComponent("adapters"))
    }
    let request = Request(
      steps: steps.map { data in
        data.map {
          Request.Datum(
            tokens: $0.tokens, targets: $0.targets, weights: $0.weights, advantages: $0.advantages,
            sampler: $0.samplerLogProbabilities, reference: $0.referenceLogProbabilities)
        }
      }, loss: loss, learningRate: optimizer.learningRate, beta1: optimizer.beta1, beta2: optimizer.beta2,
      epsilon: optimizer.epsilon, weightDecay: optimizer.weightDecay,
      maximumGradientNorm: optimizer.maximumGradientNorm, gradientDivisor: optimizer.gradientDivisor,
      hasAdapters: checkpoint.adapters != nil)
    try JSONEncoder().encode(request).write(to: directory.appendingPathComponent("request.json"))
    try await PythonLoop.shared.run(Self.script, on: directory)
    results = try SafetensorsFile(contentsOf: directory.appendingPathComponent("results.safetensors"))
  }

  /// A tensor of the results, and its numbers.
  subscript(name: String) -> [Float] {
    get throws { try results.values(of: name, shape: results.shape(of: name) ?? []) }
  }

  /// Defines `run(directory)`.
  private static let script = """
    import json, torch
    from safetensors.torch import save_file
    from transformers import AutoModelForCausalLM

    def terms(logprobs, datum, loss):
        kind = loss["kind"]
        if kind == "cross_entropy":
            result = -logprobs
        else:
            advantages = torch.tensor(datum["advantages"])
            ratio = torch.exp(logprobs - torch.tensor(datum["sampler"]))
            clipped = torch.clamp(ratio, loss["clipLow"], loss["clipHigh"])
            if kind == "importance_sampling":
                result = -ratio * advantages
            elif kind == "ppo":
                result = -torch.minimum(ratio * advantages, clipped * advantages)
            elif kind == "cispo":
                result = -clipped.detach() * advantages * logprobs
        if loss["klCoefficient"] != 0:
            distance = torch.tensor(datum["reference"]) - logprobs
            result = result + loss["klCoefficient"] * (torch.exp(distance) - distance - 1)
        return result

    def run(directory):
        request = json.load(open(directory + "/request.json"))
        model = AutoModelForCausalLM.from_pretrained(directory + "/model", dtype=torch.float32)
        if request["hasAdapters"]:
            from peft import PeftModel
            model = PeftModel.from_pretrained(model, directory + "/adapters", is_trainable=True)
        trained = [(n.replace(".default.weight", ".weight"), p)
                   for n, p in model.named_parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(
            [{"params": [p for _, p in trained if p.dim() > 1], "weight_decay": request["weightDecay"]},
             {"params": [p for _, p in trained if p.dim() == 1], "weight_decay": 0.0}],
            lr=request["learningRate"], betas=(request["beta1"], request["beta2"]), eps=request["epsilon"])
        results = {}
        for index, data in enumerate(request["steps"]):
            total, kept = 0.0, []
            for datum in data:
                logits = model(torch.tensor([datum["tokens"]])).logits[0]
                targets = torch.tensor(datum["targets"]).long()
                logprobs = torch.log_softmax(logits, -1).gather(1, targets[:, None])[:, 0]
                value = (terms(logprobs, datum, request["loss"]) * torch.tensor(datum["weights"])).sum()
                value.backward()
                total += value.item()
                kept.append(logprobs.detach())
            results[f"loss.{index}"] = torch.tensor([total])
            results[f"logprobs.{index}"] = torch.cat(kept)
            if index == 0:
                for n, p in trained:
                    results["grad/" + n] = p.grad.clone()
            for _, p in trained:
                p.grad /= request["gradientDivisor"]
            limit = request["maximumGradientNorm"]
            norm = torch.nn.utils.clip_grad_norm_([p for _, p in trained], limit if limit > 0 else float("inf"))
            results[f"norm.{index}"] = norm[None]
            optimizer.step()
            optimizer.zero_grad()
        for n, p in trained:
            results["weight/" + n] = p.detach().clone()
        if request["hasAdapters"]:
            for n, p in model.merge_and_unload().named_parameters():
                results["merged/" + n] = p.detach().clone()
        save_file({n: t.contiguous() for n, t in results.items()}, directory + "/results.safetensors")
    """
}
