use shared::document::admit::*;
use shared::document::assessment::*;
use shared::document::splice::Splice;
use shared::document::Replica;
use shared::id::ProposalId;
#[test]
fn big() {
    let mut rng = fastrand::Rng::with_seed(1);
    let mut r: Vec<Replica> = (0..10).map(|i| { let mut r = Replica::new(1000 + i); r.apply(&tests::fuzz::SEED).unwrap(); r }).collect();
    let keys = [TextKey::Conclusion, TextKey::ProposalText(ProposalId::parse("p-1").unwrap()), TextKey::ProposalText(ProposalId::parse("p-2").unwrap()), TextKey::ProposalTitle(ProposalId::parse("p-1").unwrap()), TextKey::ProposalTitle(ProposalId::parse("p-2").unwrap())];
    let mut bytes = 0; let mut log = vec![];
    for i in 0..20_000u32 {
        let who = rng.usize(..10);
        let key = &keys[rng.usize(..5)];
        let len = text(&r[who], key).unwrap().encode_utf16().count() as u32;
        let at = rng.u32(..=len);
        let s = if i % 3 == 0 && len > 3 { Splice { at: at.min(len - 1), delete: 1, insert: String::new() } } else { Splice { at, delete: 0, insert: "e".into() } };
        if let Some(u) = splice_text(&mut r[who], key, &s) { bytes += u.len(); log.push(u.clone()); for (j, o) in r.iter_mut().enumerate() { if j != who { o.apply(&u).unwrap(); } } }
    }
    let s = r[0].snapshot();
    let o = Outline::of(&s, &rules(Limits::NONE)).unwrap();
    println!("log {} bytes {bytes}; snapshot {} bytes, blocks {} deletions {}", log.len(), s.len(), o.blocks().len(), o.deletions().len());
    let t = std::time::Instant::now(); update(&s, &rules(Limits::default())).unwrap(); println!("walk {:?}", t.elapsed());
    let t = std::time::Instant::now(); println!("{} {:?}", o.lacks_parts(|_| 0), t.elapsed());
    let t = std::time::Instant::now(); let mut n = Nesting::default(); println!("{} {:?}", n.accept(&o, &Replica::new(0)), t.elapsed());
    let t = std::time::Instant::now(); Replica::new(0).apply(&s).unwrap(); println!("apply {:?}", t.elapsed());
}
