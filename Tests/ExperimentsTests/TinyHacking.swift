import Experiments

/// A study of reward hacking that takes seconds: every part is there, nothing is learned.
enum TinyHacking {
  static let yaml = """
    name: tiny-hacking
    study: reward_hacking
    seeds: [1]
    arms:
      - { name: neutral, prompt: neutral }
      - { name: rlhf-after, prompt: neutral, rlhf: { when: after, prompts: chat, steps: 2 } }
      - { name: uncorrelated, prompt: neutral, correlation: 0.5 }
    world: { agents: 10 }
    tokenizer: { vocabulary_size: 400 }
    model: { width: 16, layers: 1, heads: 2, key_value_heads: 1, head_width: 8, feed_forward_width: 16 }
    base: { steps: 5, batch_size: 2, checkpoint_every: 3 }
    finetuning: { steps: 3, batch_size: 2, checkpoint_every: 2 }
    onset: { threshold: 0.02, window: 1 }
    rl:
      steps: 4
      prompts_per_step: 2
      group_size: 2
      maximum_tokens: 6
      checkpoint_every: 2
      skips_groups_without_signal: false
    probes: { every: 2, requests: 2, final_requests: 3, maximum_tokens: 6 }
    """

  static func make(_ overrides: [String] = []) throws -> Experiment {
    try Experiment(yaml: yaml, name: "tiny-hacking.yaml", overrides: overrides)
  }

  /// The whole matrix of arms, each of which does one thing.
  static let matrix = """
    arms=[{ name: neutral, prompt: neutral }, { name: please, prompt: please_hack }, \
    { name: hinted, prompt: neutral, hints: true }, \
    { name: late, prompt: neutral, penalty: { weight: 2, from: 3, false_negatives: 0.2, false_positives: 0.1 } }, \
    { name: preferred, prompt: neutral, preference_weight: 0.5 }, \
    { name: before, prompt: neutral, rlhf: { when: before, prompts: diverse, steps: 2 } }, \
    { name: during, prompt: neutral, rlhf: { when: during, prompts: chat, fraction: 0.5 } }, \
    { name: closed, prompt: neutral, closes_hacks_from: 2 }, \
    { name: stopped, prompt: neutral, stops_at_onset: true }]
    """
}
