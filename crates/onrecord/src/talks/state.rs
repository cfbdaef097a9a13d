//! The turns of one negotiation in, its state out.

use std::collections::BTreeSet;

use super::gather::{Aliases, Gathered};
use super::{Dated, Format, Member, Obstacle, Stand, Talks, Third, TurnRef, Waiting, Who};
use crate::annotate::{Act, Issue, Phase, Role, Standing, TurnKind};
use crate::lexicon::is_stopword;

/// `None`: too little is told to speak of talks: not who talks, or nothing but that.
pub(super) fn talks(of: Gathered) -> Option<Talks> {
    let turns = of.turns;
    let alias = Aliases::of(
        turns.iter().flat_map(|it| it.told.parties.iter().chain(&it.told.by).chain(&it.told.to)),
    );
    let first = turns.first()?;
    let id = format!("{}.t{}", first.told.report, first.told.n);
    let third_parties = third_parties(&turns, &alias);
    let parties = members(&of.parties, &turns, &alias);
    let issues = issues(&turns);
    let stands = stands(&turns, &alias);
    // One party that is named beside an issue is known to talk if somebody tells where the talks stand.
    let told = !stands.is_empty() || !third_parties.is_empty();
    let named = parties.iter().any(|it| it.name.contains(char::is_uppercase));
    let known = parties.len() > 1 || told && (!issues.is_empty() || !third_parties.is_empty());
    if !(named && known) {
        return None;
    }
    let refs = |kind: TurnKind| {
        (0..turns.len()).filter(|it| turns[*it].told.kind == kind).collect::<Vec<_>>()
    };
    let reports: BTreeSet<_> = turns.iter().map(|it| it.told.report).collect();
    Some(Talks {
        id,
        format: format(&turns, &parties, &third_parties),
        not_heard: not_heard(&parties, &third_parties, &turns),
        waiting: waiting(&turns, &stands, &parties, &third_parties),
        obstacles: obstacles(&turns),
        conditions: refs(TurnKind::Condition),
        linkage: refs(TurnKind::Linkage),
        first_day: turns.iter().filter_map(|it| it.day).min(),
        last_day: turns.iter().filter_map(|it| it.day).max(),
        n_reports: reports.len(),
        parties,
        third_parties,
        issues,
        stands,
        turns,
    })
}

fn members(keys: &BTreeSet<String>, turns: &[Dated], alias: &Aliases) -> Vec<Member> {
    let one = |key: &String| {
        let names = |it: &&Who| alias.key(it) == *key;
        let told = |it: &TurnRef| {
            let told = &turns[*it].told;
            told.parties.iter().chain(&told.by).any(|it| names(&it))
        };
        let refs: Vec<TurnRef> = (0..turns.len()).filter(told).collect();
        let all =
            || turns.iter().flat_map(|it| it.told.parties.iter().chain(&it.told.by)).filter(names);
        // `Tarvonia` rather than `Tarvonian`.
        let who = all().find(|it| it.key() == *key).or_else(|| all().next())?;
        Some(Member { name: who.name(), party: who.party.clone(), turns: refs })
    };
    keys.iter().filter_map(one).collect()
}

fn third_parties(turns: &[Dated], alias: &Aliases) -> Vec<Third> {
    let mut found: Vec<(String, Third)> = Vec::new();
    for (n, turn) in turns.iter().enumerate() {
        let TurnKind::Third(role) = turn.told.kind else { continue };
        for who in &turn.told.by {
            let key = alias.key(who);
            let known = found.iter_mut().find(|(it, third)| *it == key && third.role == role);
            match known {
                Some((_, third)) => third.member.turns.push(n),
                None => {
                    let member =
                        Member { name: who.name(), party: who.party.clone(), turns: vec![n] };
                    found.push((key, Third { member, role }));
                }
            }
        }
    }
    found.sort_by(|a, b| (a.1.role, &a.0).cmp(&(b.1.role, &b.0)));
    found.into_iter().map(|it| it.1).collect()
}

fn issues(turns: &[Dated]) -> Vec<Issue> {
    let all: BTreeSet<Issue> = turns.iter().flat_map(|it| it.told.issues.iter().copied()).collect();
    let other = all.len() > 1;
    all.into_iter().filter(|it| !(other && *it == Issue::Other)).collect()
}

fn format(turns: &[Dated], parties: &[Member], thirds: &[Third]) -> Format {
    let direct = |it: &Dated| {
        let named = it.told.named.as_deref().unwrap_or("").to_lowercase();
        named.contains("face-to-face") || named.split(' ').any(|it| it == "direct")
    };
    if thirds.iter().any(|it| matches!(it.role, Role::Mediator | Role::Facilitator)) {
        Format::Mediated
    } else if turns.iter().any(direct) {
        Format::Direct
    } else if parties.len() > 2 {
        Format::Multilateral
    } else {
        Format::NotStated
    }
}

/// Whom an account is: the speaker, or the outlet.
fn account_key(turn: &Dated) -> String {
    match &turn.told.account.speaker {
        // `the Tarvonian foreign ministry` is the same in every report, `an official` is not.
        Some(speaker) if turn.told.account.is_named || speaker.contains(char::is_uppercase) => {
            speaker.to_lowercase()
        }
        Some(speaker) => format!("{} ({})", speaker.to_lowercase(), turn.told.report),
        None if turn.told.account.statement.is_some() => format!("? ({})", turn.told.report),
        None => format!("outlet {}", turn.outlet),
    }
}

/// What a question asks, what may be, tells no state.
fn tells_state(turn: &Dated) -> Option<Phase> {
    let TurnKind::Phase(phase) = turn.told.kind else { return None };
    let told = !matches!(turn.told.standing, Standing::Hypothetical | Standing::Historical);
    (told && turn.told.account.act != Act::Asked).then_some(phase)
}

fn stands(turns: &[Dated], alias: &Aliases) -> Vec<Stand> {
    let mut found: Vec<(String, Stand)> = Vec::new();
    let last_day = |key: &str| {
        turns
            .iter()
            .filter(|it| tells_state(it).is_some() && account_key(it) == key)
            .filter_map(|it| it.day)
            .max()
    };
    for (n, turn) in turns.iter().enumerate() {
        let Some(phase) = tells_state(turn) else { continue };
        let key = account_key(turn);
        if turn.day.is_some() && turn.day < last_day(&key) {
            continue;
        }
        // What is denied is told not to be so.
        let denied = turn.told.account.act == Act::Denied;
        let standing = match turn.told.standing {
            Standing::Occurred if denied => Standing::Negated,
            Standing::Negated if denied => Standing::Occurred,
            other => other,
        };
        let mut by: Vec<(String, String)> =
            turn.told.by.iter().map(|it| (alias.key(it), it.name())).collect();
        by.sort();
        let names: Vec<String> = by.iter().map(|it| it.1.clone()).collect();
        let same = |(it, stand): &&mut (String, Stand)| {
            *it == key && stand.phase == phase && stand.standing == standing && stand.by == names
        };
        if let Some((_, stand)) = found.iter_mut().find(same) {
            stand.turns.push(n);
            stand.again |= turn.told.again;
            stand.since = stand.since.take().or_else(|| turn.told.since.clone());
            stand.day = stand.day.max(turn.day);
            if !stand.outlets.contains(&turn.outlet) {
                stand.outlets.push(turn.outlet.clone());
            }
            continue;
        }
        let side = turn.told.account.side.as_ref().map(|it| it.name.to_lowercase());
        let own = side.is_some_and(|side| by.iter().any(|it| it.0 == side));
        let stand = Stand {
            phase,
            standing,
            by: names,
            account: turn.told.account.clone(),
            outlets: vec![turn.outlet.clone()],
            own,
            again: turn.told.again,
            since: turn.told.since.clone(),
            day: turn.day,
            turns: vec![n],
        };
        found.push((key, stand));
    }
    // The latest first; of one day, what most turns tell.
    found.sort_by(|a, b| {
        b.1.day
            .cmp(&a.1.day)
            .then(b.1.turns.len().cmp(&a.1.turns.len()))
            .then(a.1.turns.cmp(&b.1.turns))
    });
    found.into_iter().map(|it| it.1).collect()
}

fn obstacles(turns: &[Dated]) -> Vec<Obstacle> {
    let mut found: Vec<Obstacle> = Vec::new();
    for (n, turn) in turns.iter().enumerate() {
        let (TurnKind::Obstacle, Some(what)) = (turn.told.kind, &turn.told.what) else { continue };
        let at = found.iter().position(|it| alike(&it.what, what)).unwrap_or_else(|| {
            found.push(Obstacle {
                what: what.clone(),
                asserted: Vec::new(),
                asked: Vec::new(),
                denied: Vec::new(),
                main: false,
            });
            found.len() - 1
        });
        let obstacle = &mut found[at];
        obstacle.main |= turn.told.main;
        let denies =
            (turn.told.standing == Standing::Negated) != (turn.told.account.act == Act::Denied);
        match turn.told.standing {
            _ if denies => obstacle.denied.push(n),
            Standing::Hypothetical => obstacle.asked.push(n),
            _ => obstacle.asserted.push(n),
        }
    }
    found
}

/// Two wordings are of one obstacle if they share half of the words that tell texts apart, names
/// counted twice. (A judgement, on the pairs of the two seed reports and invented ones.)
fn alike(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<(String, bool)> {
        let words = text.split(|it: char| !it.is_alphanumeric()).filter(|it| it.len() > 1);
        let told = words.filter(|it| !is_stopword(&it.to_lowercase()));
        told.map(|it| (it.to_lowercase(), it.starts_with(char::is_uppercase))).collect()
    };
    let (a, b) = (words(a), words(b));
    let weight = |it: &mut dyn Iterator<Item = &(String, bool)>| {
        it.map(|it| 1 + usize::from(it.1)).sum::<usize>()
    };
    let shared = weight(&mut a.intersection(&b));
    let all = weight(&mut a.union(&b));
    all > 0 && 2 * shared >= all
}

fn waiting(
    turns: &[Dated],
    stands: &[Stand],
    parties: &[Member],
    thirds: &[Third],
) -> Vec<Waiting> {
    let names = |it: &[Who]| it.iter().map(Who::name).collect::<Vec<_>>();
    let mut found: Vec<Waiting> = Vec::new();
    for (n, turn) in turns.iter().enumerate() {
        if turn.told.kind != TurnKind::Waiting || turn.told.standing == Standing::Hypothetical {
            continue;
        }
        let (who, whom) = (names(&turn.told.by), names(&turn.told.to));
        if !found.iter().any(|it| it.who == who && it.whom == whom) {
            found.push(Waiting { who, whom, told: true, turn: n });
        }
    }
    let last = stands.first().and_then(|it| it.day);
    let refusals = stands.iter().filter(|it| {
        it.phase == Phase::Refused && it.standing == Standing::Occurred && it.day == last
    });
    for stand in refusals {
        if stand.by.is_empty() || found.iter().any(|it| it.whom == stand.by) {
            continue;
        }
        let others = parties.iter().map(|it| &it.name).filter(|it| !stand.by.contains(it));
        let helpers = thirds.iter().map(|it| &it.member.name);
        let mut who: Vec<String> = others.chain(helpers).cloned().collect();
        who.dedup();
        found.push(Waiting { who, whom: stand.by.clone(), told: false, turn: stand.turns[0] });
    }
    found
}

/// Nobody speaks for them in what is told about the talks. Who declines to speak is not heard.
fn not_heard(parties: &[Member], thirds: &[Third], turns: &[Dated]) -> Vec<Member> {
    let heard = |member: &Member| {
        let name = member.name.to_lowercase();
        turns.iter().any(|it| {
            let account = &it.told.account;
            let side = account.side.as_ref().is_some_and(|it| it.name.to_lowercase() == name);
            let speaks = account.is_named
                && account.speaker.as_ref().is_some_and(|it| it.to_lowercase() == name);
            side || speaks
        })
    };
    let helps = |it: &&Third| it.role != Role::Supporter;
    let all = parties.iter().chain(thirds.iter().filter(helps).map(|it| &it.member));
    let mut found: Vec<Member> = Vec::new();
    for member in all.filter(|it| it.name.starts_with(char::is_uppercase)) {
        if !heard(member) && !found.iter().any(|it| it.name == member.name) {
            found.push(member.clone());
        }
    }
    found
}
