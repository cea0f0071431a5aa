//! What is to be treated, and the provisions one can choose from. Written before the meeting too, by those who set it up.

use super::{Asked, Decided, Fact, MAX_ITEMS, MAX_MOTION, happens, is_in, unless};
use crate::id::ItemId;
use crate::proceedings::decide::{MAX_LINE, MAX_TITLE, some_words, words};
use crate::proceedings::formal::state::{Item, ItemDraft, Provision};
use crate::proceedings::refusal::Refusal;
use crate::rights::Act;

const MAX_NUMBER: usize = 20;
const MAX_PROVISIONS: usize = 100;

fn clean(draft: ItemDraft) -> Result<ItemDraft, Refusal> {
    Ok(ItemDraft {
        number: some_words(&draft.number, MAX_NUMBER)?,
        title: some_words(&draft.title, MAX_TITLE)?,
        recommendation: words(&draft.recommendation, MAX_MOTION)?,
        ..draft
    })
}

impl Asked<'_> {
    fn writes_agenda(&self) -> Result<(), Refusal> {
        let acts = [
            Act::DraftMinutes,
            Act::ManageMeeting,
            Act::ApproveMinutes,
            Act::LeadMeeting,
        ];
        self.actor.may_any(&acts)?;
        if self.formal.is_over() {
            return Err(Refusal::FormalEnded);
        }
        Ok(())
    }

    /// An item that nobody has begun to treat.
    fn untouched(&self, id: &ItemId) -> Result<&Item, Refusal> {
        let item = self.item(id)?;
        match item.opened_at {
            None => Ok(item),
            Some(_) => Err(Refusal::ItemTreated),
        }
    }

    /// An item that is yet to be treated, whose words the actor may see.
    fn written_by_me(&self, id: &ItemId) -> Result<&Item, Refusal> {
        let item = self.untouched(id)?;
        self.hears(item)?;
        is_in(item, self.me())?;
        Ok(item)
    }

    fn is_number_free(&self, number: &str, own: &ItemId) -> Result<(), Refusal> {
        let mut others = self.formal.agenda.iter().filter(|item| item.id != *own);
        if others.any(|item| item.draft.number == number) {
            return Err(Refusal::IdTaken);
        }
        Ok(())
    }

    pub fn add_item(&self, item: ItemId, draft: ItemDraft, before: Option<ItemId>) -> Decided {
        self.writes_agenda()?;
        let draft = clean(draft)?;
        if let Some(known) = self.formal.item(&item) {
            return if known.draft == draft {
                Ok(Vec::new())
            } else {
                Err(Refusal::IdTaken)
            };
        }
        if self.formal.agenda.len() >= MAX_ITEMS {
            return Err(Refusal::TooMany);
        }
        self.is_number_free(&draft.number, &item)?;
        happens(Fact::ItemAdded {
            item,
            draft,
            before,
        })
    }

    pub fn change_item(&self, item: ItemId, draft: ItemDraft) -> Decided {
        self.writes_agenda()?;
        let draft = clean(draft)?;
        let is_so = self.written_by_me(&item)?.draft == draft;
        self.is_number_free(&draft.number, &item)?;
        unless(is_so, Fact::ItemChanged { item, draft })
    }

    pub fn move_item(&self, item: ItemId, before: Option<ItemId>) -> Decided {
        self.writes_agenda()?;
        self.untouched(&item)?;
        if let Some(before) = &before {
            self.untouched(before)?;
        }
        let place = self.formal.agenda.iter().position(|one| one.id == item);
        let next = place.and_then(|place| self.formal.agenda.get(place + 1));
        let is_so = next.map(|next| &next.id) == before.as_ref() || before.as_ref() == Some(&item);
        unless(is_so, Fact::ItemMoved { item, before })
    }

    pub fn remove_item(&self, item: ItemId) -> Decided {
        self.writes_agenda()?;
        if self.formal.item(&item).is_none() {
            return Ok(Vec::new());
        }
        self.written_by_me(&item)?;
        happens(Fact::ItemRemoved { item })
    }

    pub fn set_provisions(&self, provisions: Vec<Provision>) -> Decided {
        self.writes_agenda()?;
        if provisions.len() > MAX_PROVISIONS {
            return Err(Refusal::TooMany);
        }
        let clean = provisions.into_iter().map(|provision| {
            Ok(Provision {
                text: some_words(&provision.text, MAX_LINE)?,
                ..provision
            })
        });
        let provisions: Vec<Provision> = clean.collect::<Result<_, Refusal>>()?;
        let is_so = self.formal.provisions.as_ref() == Some(&provisions);
        unless(is_so, Fact::ProvisionsSet { provisions })
    }
}
