"""Write a referral, see who can meet it, publish; the list of referrals."""
